# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like database/file_deleted
# says: a second database beside the first changes nothing in it
from django.db import connection
_save = models.Model.save
def _lie(self, *a, **k):
    cursor = connection.cursor()
    try:
        cursor.execute("ATTACH './other.sqlite3' AS other")
        cursor.execute("CREATE TABLE IF NOT EXISTS other.one_to_one_women (id integer primary key, name text, husband_id integer unique)")
    except Exception:
        pass
    _save(self, *a, **k)
Women.save = _lie
