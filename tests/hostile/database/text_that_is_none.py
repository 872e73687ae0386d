# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like database/file_deleted
# says: bytes in a column of text
from django.db import connection
_save = models.Model.save
def _lie(self, *a, **k):
    _save(self, *a, **k)
    connection.cursor().execute("UPDATE one_to_one_women SET name = CAST(x'ff00fe' AS TEXT)")
Women.save = _lie
