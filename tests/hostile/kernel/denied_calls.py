# base: reference
# incident: none
# score: same
# says: each call that is not on the list is refused before it looks at its arguments
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
DENIED = {
    "kill": 62, "tkill": 200, "tgkill": 234, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "pidfd_open": 434, "pidfd_getfd": 438,
    "pidfd_send_signal": 424, "kcmp": 312, "unshare": 272, "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "open_tree": 428,
    "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "mount_setattr": 442, "name_to_handle_at": 303, "open_by_handle_at": 304, "bpf": 321,
    "perf_event_open": 298, "userfaultfd": 323, "add_key": 248, "request_key": 249, "keyctl": 250, "memfd_create": 319, "memfd_secret": 447, "shmget": 29,
    "shmat": 30, "semget": 64, "msgget": 68, "mq_open": 240, "splice": 275, "vmsplice": 278, "tee": 276, "symlink": 88, "symlinkat": 266, "link": 86,
    "linkat": 265, "mknod": 133, "mknodat": 259, "setuid": 105, "setgid": 106, "setreuid": 113, "setresuid": 117, "setgroups": 116, "setfsuid": 122,
    "capset": 126, "seccomp": 317, "landlock_create_ruleset": 444, "landlock_restrict_self": 446, "personality": 135, "modify_ldt": 154,
    "sched_setaffinity": 203, "sched_setscheduler": 144, "setpriority": 141, "ioprio_set": 251, "mbind": 237, "migrate_pages": 256, "inotify_init1": 294,
    "fanotify_init": 300, "setxattr": 188, "quotactl": 179, "acct": 163, "swapon": 167, "init_module": 175, "finit_module": 313, "kexec_load": 246,
    "iopl": 172, "ioperm": 173, "settimeofday": 164, "sethostname": 170, "setdomainname": 171, "syslog": 103, "chown": 92, "fchown": 93, "setsid": 112,
    "vhangup": 153, "prlimit64": 302, "lookup_dcookie": 212, "pkey_alloc": 330, "clock_settime": 227, "adjtimex": 159, "execve": 59, "execveat": 322,
    "connect": 42, "bind": 49, "listen": 50, "accept": 43, "sendmsg": 46, "recvmsg": 47, "sendmmsg": 307, "recvmmsg": 299, "mlockall": 151,
    "reboot": 169, "swapoff": 168, "delete_module": 176, "kexec_file_load": 320, "mincore": 27, "setsockopt": 54, "membarrier": 324,
    "process_madvise": 440, "process_mrelease": 448, "set_mempolicy": 238, "sched_setattr": 314, "io_setup": 206, "statmount": 457,
    "listmount": 458, "rt_sigqueueinfo": 129, "pidfd_open": 434, "semctl": 66, "msgsnd": 69, "remap_file_pages": 216, "vmsplice": 278,
} if os.uname().machine == "x86_64" else {}  # the numbers are that machine's
for name, number in DENIED.items():
    ctypes.set_errno(0)
    if libc.syscall(number, 0, -1, -1, -1, -1, -1) >= 0 or ctypes.get_errno() != 1:
        if name != "setsid" or ctypes.get_errno() != 1:
            print("WON:", name, ctypes.get_errno())
for name, number in {"io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "clone3": 435, "openat2": 437}.items():
    if libc.syscall(number, 0, 0, 0, 0, 0, 0) >= 0 or ctypes.get_errno() != 38:
        print("WON:", name, ctypes.get_errno())
for name, number in ({"clone": 56, "fork": 57, "vfork": 58} if DENIED else {}).items():
    if libc.syscall(number, 0x10000000 | 17, 0, 0, 0, 0, 0) >= 0 or ctypes.get_errno() != 11:
        print("WON:", name, ctypes.get_errno())
