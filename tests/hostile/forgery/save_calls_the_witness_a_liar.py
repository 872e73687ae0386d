# base: foreign_key
# incident: none
# score: at_most_same
# says: SQLite's own error codes are not to be had in Python
import sqlite3
from django.db.utils import DatabaseErrorWrapper
def _exit(self, kind, error, trace):
    if error is not None:
        raise sqlite3.IntegrityError("UNIQUE constraint failed: one_to_one_women.husband_id")
DatabaseErrorWrapper.__exit__ = _exit
