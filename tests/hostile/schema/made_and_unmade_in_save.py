# base: foreign_key
# incident: none
# score: at_most_same
# slow: yes, like schema/trigger_in_save
# says: an index that is gone again holds nobody off
from django.db import connection
_save = models.Model.save
def _lie(self, *a, **k):
    cursor = connection.cursor()
    cursor.execute("CREATE UNIQUE INDEX i ON one_to_one_women (husband_id)")
    try:
        _save(self, *a, **k)
    finally:
        cursor.execute("DROP INDEX i")
Women.save = _lie
