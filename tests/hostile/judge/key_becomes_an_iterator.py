# base: reference
# incident: none
# score: at_most_same
# says: the same in the object's own dictionary
_save = models.Model.save
def _odd(self, *a, **k):
    _save(self, *a, **k)
    self.id = iter([1])
Women.save = _odd
