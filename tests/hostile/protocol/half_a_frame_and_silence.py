# base: reference
# incident: timeout
# score: 0
# slow: yes, twice the wall time
# says: half an answer and nothing more runs into the deadline
import os, time
os.write(3, b"\0\0\1\0{")
time.sleep(1000)
