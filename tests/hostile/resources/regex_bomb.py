# base: reference
# incident: timeout
# score: 0
# slow: yes, three seconds of CPU
# says: backtracking is CPU time
import re
re.match(r"(a+)+$", "a" * 64 + "b")
