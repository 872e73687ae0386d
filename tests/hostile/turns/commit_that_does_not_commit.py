# base: foreign_key
# incident: none
# score: at_most_same
# says: a commit() that writes nothing leaves no row
from django.db.backends.sqlite3.base import DatabaseWrapper
DatabaseWrapper._commit = lambda self: None
DatabaseWrapper._set_autocommit = lambda self, value: self.connection.execute("BEGIN") if not self.connection.in_transaction else None
