# base: reference
# incident: none|memory|died
# score: 0
# says: so are many small ones
_all = []
while True:
    _all.append(bytearray(1 << 20))
