# base: reference
# incident: none
# score: at_most_same
# says: a name that no class of the judge could have
class Odd(Exception):
    __qualname__ = "Odd\0"
def _save(self, *a, **k):
    raise Odd
Women.save = _save
