# base: reference
# incident: none|memory|died
# score: at_most_same
# says: the text of an exception is cut, or too big for the box
class Loud(Exception):
    def __str__(self):
        return "x" * (1 << 30)
def _save(self, *a, **k):
    raise Loud
Women.save = _save
