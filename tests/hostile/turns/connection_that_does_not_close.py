# base: reference
# incident: none|protocol
# score: at_most_same
# says: a close() that closes nothing
from django.db import connection
import sqlite3
_connect = sqlite3.connect
class Stays(sqlite3.Connection):
    def close(self):
        pass
import django.db.backends.sqlite3.base as base
base.Database.connect = lambda *a, **k: _connect(*a, **{**k, "factory": Stays})
