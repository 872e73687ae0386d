# base: reference
# incident: none
# score: at_most_same
# slow: yes, like judge/key_becomes_an_iterator
# says: a class of an exception is no key
_save = models.Model.save
def _odd(self, *a, **k):
    _save(self, *a, **k)
    self.id = ValueError
Women.save = _odd
