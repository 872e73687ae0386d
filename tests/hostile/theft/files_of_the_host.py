# base: reference
# incident: none
# score: same
# says: there are none
import os
for path in ("/etc/passwd", "/etc/shadow", "/etc/hosts", "/etc/machine-id", "/root", "/home", "/tmp", "/var", "/run", "/sys", "/mnt", "/work", "/opt", "/srv", "/boot", "/proc"):
    for action in (os.listdir, open):
        try:
            action(path)
            print("WON:", path)
        except OSError:
            pass
