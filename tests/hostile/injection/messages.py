# base: reference
# incident: none
# score: at_most_same
# says: so are the texts of exceptions
def _lie(self, *a, **k):
    raise ValueError("\x1b[2J\x1b]52;c;aGk=\x07\x9b31m </pre><script>alert(1)</script> {0.__class__} %s \u202e\u2066 ](javascript:alert(1)) =cmd|' /C calc'!A0")
Women.save = _lie
