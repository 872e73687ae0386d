# base: reference
# incident: none
# score: same
# slow: yes, proven in tests/sandbox/test_isolation.py too
# says: the box holds this submission and its database
import os
names = set(os.listdir("."))
if names - {"one_to_one", "db.sqlite3", "db.sqlite3-journal"}:
    print("WON:", names)
for place in ("/", "/dev", "/dev/shm", "/tmp", "/var/tmp", "/run", "/packages", "/runner"):
    for name in (f"{place}/left", f"{place}/.left"):
        try:
            if os.path.exists(name):
                print("WON: found", name)
            open(name, "w").write("left by an earlier submission")
            print("WON: wrote", name)
        except OSError:
            pass
