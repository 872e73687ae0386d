# base: reference
# incident: none
# score: at_most_same
# says: another name that no class of the judge could have
class Odd(Exception):
    __qualname__ = "Odd\ud800"
def _save(self, *a, **k):
    raise Odd
Women.save = _save
