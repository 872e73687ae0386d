# base: reference
# incident: none
# score: at_most_same
# says: nor must a subclass of it
class Interrupt(KeyboardInterrupt):
    pass
def _save(self, *a, **k):
    raise Interrupt
Women.save = _save
