# base: foreign_key
# incident: none
# score: at_most_same
# says: an exception in save() is no constraint of the table
from django.db import IntegrityError
_save = models.Model.save
def _refuse(self, *a, **k):
    if self.husband_id and Women.objects.filter(husband_id=self.husband_id).exclude(pk=self.pk).exists():
        raise IntegrityError("UNIQUE constraint failed: one_to_one_women.husband_id")
    _save(self, *a, **k)
Women.save = _refuse
