"""Grading on many machines: Celery carries the word that there is work, the gradebook carries the work."""
