# base: reference
# incident: died
# score: at_most_same
# slow: yes, a duplicate of closed
# says: the same in save(), with all other descriptors
import os
_save = models.Model.save
def _lie(self, *a, **k):
    os.closerange(0, 64)
    _save(self, *a, **k)
Women.save = _lie
