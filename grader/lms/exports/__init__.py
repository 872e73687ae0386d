"""Marks as files that learning platforms take. Formats and traps: ``docs/howto/lms-files.md``."""
