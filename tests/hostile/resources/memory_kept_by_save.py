# base: reference
# incident: none|memory|died
# score: at_most_same
# slow: yes, like resources/memory_in_one_piece
# says: memory that is held by objects ends with them
_all = []
def _lie(self, *a, **k):
    while True:
        _all.append(b"x" * (4 << 20))
Women.save = _lie
