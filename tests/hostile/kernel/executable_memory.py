# base: reference
# incident: none
# score: same
# says: no new code can be run
import ctypes, mmap
for action in (lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC), lambda: mmap.mmap(-1, 4096, prot=7),
               lambda: ctypes.CFUNCTYPE(None)(lambda: None)()):
    try:
        action()
        print("WON: executable memory")
    except (OSError, MemoryError):
        pass
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
page = mmap.mmap(-1, 4096)
address = ctypes.addressof(ctypes.c_char.from_buffer(page))
for number, arguments in ((10, (ctypes.c_void_p(address & ~4095), 4096, 7)), (329, (ctypes.c_void_p(address & ~4095), 4096, 7, 0))):
    if libc.syscall(number, *arguments) >= 0:
        print("WON: mprotect")
