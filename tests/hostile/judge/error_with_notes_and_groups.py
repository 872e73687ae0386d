# base: reference
# incident: none
# score: at_most_same
# says: groups, causes and notes stay in the box
def _save(self, *a, **k):
    error = BaseExceptionGroup("g", [KeyboardInterrupt(), SystemExit()])
    error.add_note("n" * 100_000)
    raise error from error
Women.save = _save
