# base: reference
# incident: none
# score: at_most_same
# says: a block that is never left is never committed
from django.db import transaction
_save = models.Model.save
def _lie(self, *a, **k):
    transaction.atomic().__enter__()
    _save(self, *a, **k)
Women.save = _lie
