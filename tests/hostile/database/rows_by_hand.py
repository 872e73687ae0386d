# base: foreign_key
# incident: none
# score: at_most_same
# says: rows in other pages than SQLite would put them in are rows
import sqlite3
_save = models.Model.save
def _lie(self, *a, **k):
    _save(self, *a, **k)
    with sqlite3.connect("./db.sqlite3") as mine:
        mine.execute("UPDATE one_to_one_women SET husband_id = NULL WHERE id != ?", (self.pk,))
Women.save = _lie
