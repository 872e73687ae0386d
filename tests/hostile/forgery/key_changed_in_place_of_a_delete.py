# base: protect
# incident: none
# score: at_most_same
# says: a husband who was not deleted is not shown to be gone by the key of nobody
_made = []
_save = models.Model.save
def _lie(self, *a, **k):
    _save(self, *a, **k)
    _made.append(self)
Husband.save = _lie
def _stay(self, *a, **k):
    Women.objects.filter(husband_id=self.pk).update(husband=None)
    for husband in _made:
        if husband.pk == self.pk:
            husband.__dict__["id"] = 10**6
    return 1, {}
Husband.delete = _stay
