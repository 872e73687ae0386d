# base: reference
# incident: none
# score: at_most_same
# says: a long name is cut
class Odd(Exception):
    __qualname__ = "Odd" * 100_000
def _save(self, *a, **k):
    raise Odd("x" * 1_000_000)
Women.save = _save
