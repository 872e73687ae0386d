# base: reference
# incident: none
# score: same
# slow: yes, proven in tests/sandbox/test_isolation.py too
# says: there are none
import os
for path in ("/etc/passwd", "/etc/shadow", "/etc/hosts", "/etc/machine-id", "/root", "/home", "/tmp", "/var", "/run", "/sys", "/mnt", "/work", "/opt", "/srv", "/boot", "/proc"):
    for action in (os.listdir, open):
        try:
            action(path)
            print("WON:", path)
        except OSError:
            pass
