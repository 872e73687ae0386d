# base: reference
# incident: none
# score: same
# says: a library in the box cannot be mapped to run
import ctypes, os, shutil, sqlite3, sys
for folder in ("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib"):
    try:
        shutil.copy(f"{folder}/libz.so.1", "./own.so")
    except OSError:
        pass
if os.path.exists("./own.so"):
    try:
        ctypes.CDLL("./own.so")
        print("WON: a library of one's own")
    except OSError:
        pass
    os.unlink("./own.so")
