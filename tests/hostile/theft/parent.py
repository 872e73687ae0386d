# base: reference
# incident: none
# score: same
# full: only a namespace makes it the first of its processes
# slow: yes, proven in tests/sandbox/test_isolation.py too
# says: there is no /proc, and no parent
import os
if os.path.exists("/proc/self") or os.getppid() != 0 or os.getpid() != 1:
    print("WON: a parent", os.getppid())
