# base: reference
# incident: none|protocol
# score: at_most_same
# says: a key that is an object whose key is an object, and so on
class Deep(dict):
    def get(self, name, default=None):
        other = Husband.__new__(Husband)
        object.__setattr__(other, "__dict__", Deep())
        return other
_old = Women.from_db.__func__
def _from_db(cls, *a, **k):
    found = _old(cls, *a, **k)
    object.__setattr__(found, "__dict__", Deep(found.__dict__))
    return found
for _model in (Women, Husband):
    _model.from_db = classmethod(_from_db)
