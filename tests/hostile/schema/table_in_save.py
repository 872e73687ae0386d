# base: reference
# incident: none
# score: at_most_same
# says: a table by hand is foreign to the migration
from django.db import connection
_save = models.Model.save
def _lie(self, *a, **k):
    _save(self, *a, **k)
    connection.cursor().execute("CREATE TABLE IF NOT EXISTS t (x)")
Women.save = _lie
