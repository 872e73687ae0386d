# base: reference
# incident: none
# score: same
# says: which pages of a file of the box are in memory is no place to leave a sign for the next submission
import ctypes, mmap, os
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype, libc.mmap.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
file = os.open("../packages/django/utils/termcolors.py", os.O_RDONLY)
buffer = ctypes.create_string_buffer(4096)
class Vector(ctypes.Structure):
    _fields_ = (("place", ctypes.c_void_p), ("size", ctypes.c_size_t))
vector = Vector(ctypes.addressof(buffer), 4096)
def is_in_memory():
    NOWAIT = 8
    return {"x86_64": libc.syscall(327, file, ctypes.byref(vector), 1, 0, 0, NOWAIT)}.get(os.uname().machine, -1) >= 0
def pages():
    page = libc.mmap(None, 4096, mmap.PROT_READ, mmap.MAP_SHARED, file, 0)
    found = ctypes.create_string_buffer(1)
    return page if libc.syscall(27, ctypes.c_void_p(page), ctypes.c_size_t(4096), found) < 0 else "mincore"
os.pread(file, 4096, 0)
if is_in_memory():
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    print("WON: it can be told", "and be changed" if not is_in_memory() else "")
if pages() == "mincore" and os.uname().machine == "x86_64":
    print("WON: mincore")
