# base: reference
# incident: none
# score: same
# says: pages are not merged with those of other programs, which could be told by the time that a write takes
import ctypes, mmap, os
libc = ctypes.CDLL(None, use_errno=True)
page = mmap.mmap(-1, 1 << 16)
address = ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(page)))
MADVISE = {"x86_64": 28, "aarch64": 233}[os.uname().machine]
for name, advice in {"MERGEABLE": 12, "COLD": 20, "PAGEOUT": 21, "COLLAPSE": 25, "HWPOISON": 100, "SOFT_OFFLINE": 101}.items():
    ctypes.set_errno(0)
    if libc.syscall(MADVISE, address, ctypes.c_size_t(1 << 16), advice) >= 0 or ctypes.get_errno() != 1:
        print("WON:", name, ctypes.get_errno())
if libc.prctl(67, 1, 0, 0, 0) >= 0:
    print("WON: PR_SET_MEMORY_MERGE")
page.madvise(mmap.MADV_DONTNEED)
