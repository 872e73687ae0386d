# base: cascade
# incident: none
# score: at_most_same
# says: a widow who was deleted is not shown to live by the row of another woman
from django.db.models.signals import post_delete
_save = models.Model.save
_married = []
def _lie(self, *a, **k):
    _save(self, *a, **k)
    if self.husband_id:
        decoy = Women(name=self.name)
        _save(decoy)
        _married.append((self, decoy.pk))
Women.save = _lie
def _widowed(**_):
    for woman, key in _married:
        woman.__dict__["id"] = key
post_delete.connect(_widowed, sender=Husband, weak=False)
