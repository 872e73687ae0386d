# base: reference
# incident: none
# score: same
# says: a journal mode that was set before the migration is gone with its file
from django.db import connection
connection.cursor().execute("PRAGMA journal_mode=WAL")
connection.cursor().execute("CREATE TABLE t (x)")
