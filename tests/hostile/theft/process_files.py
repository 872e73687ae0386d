# base: reference
# incident: none
# score: same
# slow: yes, proven in tests/sandbox/test_isolation.py too
# says: no process can be looked into by /proc
import os
for who in ("self", "1", "2", str(os.getppid()), "thread-self"):
    for what in ("environ", "cmdline", "maps", "mem", "mountinfo", "fd", "root", "status"):
        try:
            os.open(f"/proc/{who}/{what}", os.O_RDONLY)
            print("WON:", who, what)
        except OSError:
            pass
for link in ("cwd", "root", "exe", "fd/0", "fd/3"):
    try:
        print("WON: where the grader is", os.readlink(f"/proc/{os.getppid()}/{link}"))
    except OSError:
        pass
