# base: foreign_key
# incident: none
# score: at_most_same
# slow: yes, like schema/trigger_in_save
# says: an index of the right name with other words is foreign
from django.db import connection
_save = models.Model.save
def _lie(self, *a, **k):
    cursor = connection.cursor()
    cursor.execute("SELECT name FROM sqlite_master WHERE type='index' AND tbl_name='one_to_one_women'")
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(f'CREATE UNIQUE INDEX "{name}" ON "one_to_one_women" ("husband_id")')
    _save(self, *a, **k)
Women.save = _lie
