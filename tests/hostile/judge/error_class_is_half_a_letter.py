# base: reference
# incident: none
# score: at_most_same
# slow: yes, like judge/error_class_has_a_nul
# says: another name that no class of the judge could have
class Odd(Exception):
    __qualname__ = "Odd\ud800"
def _save(self, *a, **k):
    raise Odd
Women.save = _save
