# base: reference
# incident: none
# score: same
# slow: yes, like kernel/denied_calls
# says: nothing of it can be undone
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for option, value in ((1, 0), (4, 1), (8, 1), (22, 0), (23, 21), (24, 21), (28, 0), (38, 0), (47, 2), (0x59616D61, -1), (57, 0), (53, 0)):
    if libc.prctl(option, value, 0, 0, 0) >= 0:
        print("WON: prctl", option)
