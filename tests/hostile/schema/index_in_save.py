# base: foreign_key
# incident: none
# score: at_most_same
# says: a unique index by hand is foreign to the migration
from django.db import connection
_save = models.Model.save
def _lie(self, *a, **k):
    connection.cursor().execute("CREATE UNIQUE INDEX IF NOT EXISTS i ON one_to_one_women (husband_id)")
    _save(self, *a, **k)
Women.save = _lie
