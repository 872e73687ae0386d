# base: reference
# incident: output
# score: at_most_same
# slow: yes, a duplicate of two_hundred_megabytes
# says: the same in save()
_save = models.Model.save
def _lie(self, *a, **k):
    _save(self, *a, **k)
    print("x" * (4 << 20))
Women.save = _lie
