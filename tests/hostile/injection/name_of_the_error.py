# base: reference
# incident: none
# score: at_most_same
# says: so are the names of their classes
_Odd = type("<script>alert(1)</script>\x1b[31m", (Exception,), {})
def _lie(self, *a, **k):
    raise _Odd("x")
Women.save = _lie
