# base: reference
# incident: timeout
# score: 0
# slow: yes, twice the wall time
# says: waiting costs no CPU and ends at the deadline
import time
time.sleep(1000)
