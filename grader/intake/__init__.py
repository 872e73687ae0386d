"""Bytes from outside, turned into records. Never runs, imports or unpacks anything of a student's."""
