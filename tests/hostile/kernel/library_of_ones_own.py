# base: reference
# incident: none
# score: same
# says: a library in the box cannot be mapped to run
import ctypes, os, shutil, sqlite3, sys
for folder in ("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib"):
    if os.path.exists(f"{folder}/libz.so.1"):
        shutil.copy(f"{folder}/libz.so.1", "/box/own.so")
if os.path.exists("/box/own.so"):
    try:
        ctypes.CDLL("/box/own.so")
        print("WON: a library of one's own")
    except OSError:
        pass
    os.unlink("/box/own.so")
