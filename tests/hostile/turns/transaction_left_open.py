# base: reference
# incident: none
# score: at_most_same
# says: what was not committed does not exist
from django.db import transaction
_save = models.Model.save
def _lie(self, *a, **k):
    transaction.set_autocommit(False)
    _save(self, *a, **k)
Women.save = _lie
