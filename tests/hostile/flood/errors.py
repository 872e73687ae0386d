# base: reference
# incident: output
# score: 0
# slow: yes, a duplicate of two_hundred_megabytes
# says: the same on the other descriptor
import os
while True:
    os.write(2, b"x" * 65536)
