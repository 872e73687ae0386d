# base: reference
# incident: none
# score: same
# says: a program waits for nobody but itself: on a page of a file that all boxes have, another box could wake it
import ctypes, mmap, os
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype, libc.mmap.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
page = libc.mmap(None, 4096, mmap.PROT_READ, mmap.MAP_SHARED, os.open("../packages/django/__init__.py", os.O_RDONLY), 0)
FUTEX, FUTEX_WAITV = {"x86_64": (202, 449), "aarch64": (98, 449)}[os.uname().machine]
WAIT, WAKE, WAKE_BITSET = 0, 1, 10
for operation in (WAIT, WAKE, WAKE_BITSET):
    ctypes.set_errno(0)
    result = libc.syscall(FUTEX, ctypes.c_void_p(page), operation, 0, ctypes.byref((ctypes.c_long * 2)(0, 1000)), 0, 1)
    if result >= 0 or ctypes.get_errno() != 1:
        print("WON: futex", operation, result, ctypes.get_errno())
if libc.syscall(FUTEX_WAITV, 0, 0, 0, 0, 0) >= 0 or ctypes.get_errno() not in (1, 38):
    print("WON: futex_waitv", ctypes.get_errno())
