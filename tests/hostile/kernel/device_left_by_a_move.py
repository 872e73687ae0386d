# base: reference
# incident: none
# score: same
# says: a file that is moved away leaves nothing in its place, no device above all; nor can two be exchanged
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
RENAMEAT2 = {"x86_64": 316, "aarch64": 276}[os.uname().machine]
for name in ("old", "other"):
    open(f"./{name}", "w").close()
for flag in (1, 2, 4):
    if libc.syscall(RENAMEAT2, -100, b"./old", -100, b"./other" if flag == 2 else b"./new", flag) >= 0:
        print("WON: renameat2", flag, [oct(os.stat(f"./{name}").st_mode) for name in os.listdir(".")])
os.rename("./old", "./new")
for name in ("new", "other"):
    os.unlink(f"./{name}")
