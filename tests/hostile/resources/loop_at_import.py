# base: reference
# incident: timeout
# score: 0
# says: three seconds of CPU, and the rest is not looked at
while True:
    pass
