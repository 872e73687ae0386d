# base: reference
# incident: none
# score: same
# says: nothing with a name can be left for the next submission, neither in the kernel nor in a file
import ctypes, mmap, multiprocessing.shared_memory, os
libc = ctypes.CDLL(None, use_errno=True)
for name, action in {
    "shmget": lambda: libc.shmget(0x6A6A, 4096, 0o1666), "semget": lambda: libc.semget(0x6A6A, 1, 0o1666),
    "msgget": lambda: libc.msgget(0x6A6A, 0o1666), "mq_open": lambda: libc.mq_open(b"/left", os.O_CREAT | os.O_RDWR, 0o666, None),
    "shm_open": lambda: libc.shm_open(b"/left", os.O_CREAT | os.O_RDWR, 0o666), "memfd": lambda: libc.memfd_create(b"left", 0),
    "sem_open": lambda: 0 if libc.sem_open(b"/left", os.O_CREAT, 0o666, 1) else -1,
}.items():
    if action() >= 0:
        print("WON:", name)
for ring in (-1, -2, -3, -4, -5):
    if libc.syscall(248, b"user", b"left", b"x", ctypes.c_size_t(1), ring) >= 0 and os.uname().machine == "x86_64":
        print("WON: a key in ring", ring)
try:
    print("WON:", multiprocessing.shared_memory.SharedMemory("left", create=True, size=4096))
except OSError:
    pass
