"""Grades Django model exercises: from outside the student's process, against the real database."""

__version__ = "0.1.0"
