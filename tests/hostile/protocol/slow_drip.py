# base: reference
# incident: timeout
# score: 0
# slow: yes, twice the wall time
# says: a byte now and then does not move the deadline
import os, time
while True:
    os.write(3, b"\0")
    time.sleep(0.9)
