# base: reference
# incident: none
# score: at_most_same
# slow: yes, like judge/error_class_has_a_nul
# says: exceptions that are built in odd ways
def _save(self, *a, **k):
    raise SyntaxError("x", ("f", -5, 10**9, "\0", -1, -1))
Women.save = _save
