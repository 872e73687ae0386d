# base: reference
# incident: none|timeout
# score: same
# slow: yes, like forgery/builtins_wiped
# says: the judge has its own clock
import time
time.time = time.monotonic = time.perf_counter = lambda: 0.0
time.sleep = lambda seconds: None
