# base: reference
# incident: none
# score: at_most_same
# slow: yes, like schema/trigger_in_save
# says: ANALYZE makes a table that no migration made
from django.db import connection
_save = models.Model.save
def _lie(self, *a, **k):
    _save(self, *a, **k)
    connection.cursor().execute("ANALYZE")
Women.save = _lie
