# base: reference
# incident: timeout
# score: 0
# slow: tests/engine/test_timeouts does the same
# says: three seconds of CPU, and the rest is not looked at
while True:
    pass
