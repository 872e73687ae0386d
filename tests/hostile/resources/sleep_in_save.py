# base: reference
# incident: timeout
# score: at_most_same
# slow: yes, the wall time of a whole submission
# says: waiting in each check ends at the submission's deadline
import time
Women.save = lambda self, *a, **k: time.sleep(1000)
