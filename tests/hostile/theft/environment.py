# base: reference
# incident: none
# score: same
# slow: yes, proven in tests/sandbox/test_isolation.py too
# says: four harmless names
import ctypes, os
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
found, n = [], 0
while environ and environ[n]:
    found.append(environ[n])
    n += 1
print(found, os.environ)
if set(os.environ) - {"HOME", "TMPDIR", "LANG", "PATH", "LC_CTYPE"}:
    print("WON:", os.environ)
