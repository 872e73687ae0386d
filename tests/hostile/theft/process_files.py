# base: reference
# incident: none
# score: same
# slow: yes, proven in tests/sandbox/test_isolation.py too
# says: there is no /proc
import os
for who in ("self", "1", "2", str(os.getppid()), "thread-self"):
    for what in ("environ", "cmdline", "maps", "mem", "mountinfo", "fd", "cwd", "root", "status"):
        if os.path.exists(f"/proc/{who}/{what}"):
            print("WON:", who, what)
if os.getppid() != 0 or os.getpid() != 1:
    print("WON: a parent", os.getppid())
