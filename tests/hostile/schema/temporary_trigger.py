# base: foreign_key
# incident: none
# score: at_most_same
# says: a temporary trigger ends with the connection
from django.db import connection
_save = models.Model.save
def _lie(self, *a, **k):
    connection.cursor().execute(
        "CREATE TEMP TRIGGER IF NOT EXISTS t BEFORE INSERT ON main.one_to_one_women WHEN EXISTS (SELECT 1 FROM one_to_one_women WHERE husband_id = NEW.husband_id) "
        "BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: one_to_one_women.husband_id'); END"
    )
    _save(self, *a, **k)
Women.save = _lie
