# base: reference
# incident: none|died|timeout
# score: at_most_same
# slow: yes, three seconds of CPU
# says: a program that works on when it is told to end is ended
import os
def _stay(*_):
    while True:
        pass
os._exit = _stay
