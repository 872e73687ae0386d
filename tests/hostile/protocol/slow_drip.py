# base: reference
# incident: timeout
# score: 0
# slow: yes, twice the wall time
# says: a byte now and then does not move the deadline
import os, time
os.write(3, b"\0\0\1\0")
while True:
    os.write(3, b" ")
    time.sleep(0.9)
