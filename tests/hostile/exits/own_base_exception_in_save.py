# base: foreign_key
# incident: none
# score: at_most_same
# says: what is no Exception makes the check fail, not end
class Stop(BaseException):
    pass
def _save(self, *a, **k):
    raise Stop
Women.save = _save
