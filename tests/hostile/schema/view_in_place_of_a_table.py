# base: foreign_key
# incident: none
# score: at_most_same
# says: a view of the table's name is not the table
from django.db import connection
_save = models.Model.save
def _lie(self, *a, **k):
    _save(self, *a, **k)
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("ALTER TABLE one_to_one_women RENAME TO w")
    cursor.execute("CREATE VIEW one_to_one_women AS SELECT id, name, min(id) AS husband_id FROM w")
Women.save = _lie
