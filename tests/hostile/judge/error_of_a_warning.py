# base: reference
# incident: none
# score: at_most_same
# says: a warning is an exception too
class Odd(DeprecationWarning, SystemExit):
    pass
def _save(self, *a, **k):
    raise Odd
Women.save = _save
