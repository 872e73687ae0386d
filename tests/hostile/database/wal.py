# base: reference
# incident: none
# score: at_most_same
# says: another journal mode than the witness's is refused
from django.db import connection
_save = models.Model.save
def _lie(self, *a, **k):
    connection.cursor().execute("PRAGMA journal_mode=WAL")
    _save(self, *a, **k)
Women.save = _lie
