# base: reference
# incident: none|protocol
# score: at_most_same
# says: a folder in the journal's place in the middle of a check
import os
_save = models.Model.save
def _lie(self, *a, **k):
    _save(self, *a, **k)
    os.makedirs("./db.sqlite3-journal/deep", exist_ok=True)
Women.save = _lie
