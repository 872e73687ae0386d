# base: reference
# incident: none
# score: at_most_same
# says: an interrupt that the student's program raises must not interrupt the judge
def _save(self, *a, **k):
    raise KeyboardInterrupt
Women.save = _save
