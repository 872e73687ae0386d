# base: reference
# incident: none|memory|died
# score: 0
# says: so are many small ones
_all = []
while True:
    _all.append(bytes(1 << 20))  # never touched: page faults would use up a slow machine's CPU seconds first
