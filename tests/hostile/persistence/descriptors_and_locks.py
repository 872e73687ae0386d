# base: reference
# incident: none
# score: same
# says: a lock or a lease on a file of the box is held by nobody, and a file that is open has no writer
import fcntl, os
for name in ("../packages/django/__init__.py", "../runner/subject/server.py", "/dev/null", "/dev/zero", "/dev/urandom"):
    for mode in (os.O_RDONLY, os.O_RDWR):
        try:
            file = os.open(name, mode)
        except OSError:
            continue
        if mode == os.O_RDWR and not name.startswith("/dev"):
            print("WON: writable", name)
        for command, value in ((1024, fcntl.F_RDLCK), (1026, 1), (1033, 1), (1036, 1)):
            try:
                print("WON: fcntl", command, name, fcntl.fcntl(file, command, value))
            except OSError:
                pass
        if fcntl.fcntl(file, fcntl.F_GETLK, b"\1\0" + bytes(30))[:2] not in (b"\2\0", b"\1\0"):
            print("WON: somebody holds", name)
