# base: reference
# incident: none
# score: at_most_same
# slow: yes, like judge/error_class_has_a_nul
# says: a warning is an exception too
class Odd(DeprecationWarning, SystemExit):
    pass
def _save(self, *a, **k):
    raise Odd
Women.save = _save
