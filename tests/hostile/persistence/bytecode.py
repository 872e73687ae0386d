# base: reference
# incident: none
# score: same
# says: no module of Django's can be changed for those who come next
import os, django
for folder in (os.path.dirname(django.__file__), os.path.dirname(os.__file__), "../runner/subject"):
    for name in ("x.py", "__pycache__/x.pyc", "sitecustomize.py"):
        for action in (lambda path: open(path, "w"), os.unlink, lambda path: os.rename(path, path + "x")):
            try:
                action(f"{folder}/{name}")
                print("WON:", folder, name)
            except OSError:
                pass
    for change in (lambda path: os.utime(path, (1, 1)), lambda path: os.chmod(path, 0o777)):
        try:
            before = os.stat(folder)
            change(folder)
            if os.stat(folder) != before:
                print("WON:", folder)
        except OSError:
            pass
