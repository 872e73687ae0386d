# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like judge/key_becomes_an_iterator
# says: a key with thousands of digits
_save = models.Model.save
def _odd(self, *a, **k):
    _save(self, *a, **k)
    self.id = 10**4000
Women.save = _odd
