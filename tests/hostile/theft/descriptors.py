# base: reference
# incident: none
# score: same
# slow: yes, proven in tests/sandbox/test_isolation.py too
# says: input, output and the channel, and nothing to read from them
import os, stat
for number in range(1024):
    try:
        mode = os.fstat(number).st_mode
    except OSError:
        continue
    if number > 3:
        print("WON:", number, oct(mode))
    if number in (1, 2) and not stat.S_ISFIFO(mode):
        print("WON: the output is a", oct(mode))
    if number == 0 and os.read(0, 10):
        print("WON: input")
