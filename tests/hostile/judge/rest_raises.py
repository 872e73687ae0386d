# base: reference
# incident: none|protocol
# score: at_most_same
# says: a program that does not let go of the database is out of order
from django.db.utils import ConnectionHandler
def _no(self, alias):
    raise SystemExit(0)
ConnectionHandler.__delitem__ = _no
