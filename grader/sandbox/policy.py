"""The system calls that student code may make: an allow-list, compiled by libseccomp.

Whatever is not named here, new calls of newer kernels included, fails with EPERM, so that a student sees a
``PermissionError`` and the other checks go on. A foreign architecture's calls kill.
"""

from __future__ import annotations

import errno
import tempfile
from functools import cache
from typing import Any

from ..core.errors import GraderError

ALLOWED = """
access arch_prctl brk chdir close close_range copy_file_range creat dup dup2 dup3 epoll_create epoll_create1
epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd2 exit exit_group faccessat faccessat2 fallocate fchdir
fdatasync fstat fstatfs fsync ftruncate getcpu getcwd getdents64 getegid geteuid getgid getgroups getitimer
getpeername getpgrp getpid getppid getrandom getresgid getresuid getrlimit getrusage getsockname gettid
gettimeofday getuid lseek lstat mkdir mkdirat mlock mremap msync munlock munmap nanosleep newfstatat open openat
pause pipe pipe2 poll ppoll pread64 preadv pselect6 pwrite64 pwritev read readlink readlinkat readv rename
renameat restart_syscall rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn rt_sigsuspend
rt_sigtimedwait sched_yield select sendfile set_robust_list set_tid_address shutdown sigaltstack stat statfs
statx sync_file_range sysinfo time times umask uname unlink unlinkat wait4 waitid write writev
""".split()

# Landlock has no say in these: without a mount namespace they would reach whatever the user of the box owns. The first
# pretend to succeed, since Django's file storage makes use of them.
_MODES = ("chmod", "fchmod", "fchmodat", "fchmodat2", "utimensat")
_BY_NAME = ("truncate",)
_PAGE_CACHE = ("fadvise64",)  # all boxes share it: to throw a page out leaves a sign for the next

# No timers (setitimer, alarm, timer_create): a signal handler would run student code while the witness acts.
# No tgkill, kill: the same.
_UNAVAILABLE = ("clone3", "openat2", "io_uring_setup", "io_uring_enter", "io_uring_register")  # libc falls back
_NO_PROCESS = ("clone", "fork", "vfork")

_IOCTL = (0x5401, 0x5421, 0x5451, 0x5450, 0x541B, 0x5413)  # TCGETS FIONBIO FIOCLEX FIONCLEX FIONREAD TIOCGWINSZ
_PRCTL = (3, 15, 16, 21, 39, 0x53564D41)  # GET_DUMPABLE SET_NAME GET_NAME GET_SECCOMP GET_NO_NEW_PRIVS SET_VMA
_FCNTL = (0, 1, 2, 3, 5, 36, 1030)  # DUPFD GETFD SETFD GETFL GETLK OFD_GETLK DUPFD_CLOEXEC
_FCNTL_SETFL = 4
_FCNTL_PRETEND = (6, 7, 37, 38)  # SETLK SETLKW and their OFD kin: see below
_O_ASYNC = 0o20000
_PROT_EXEC = 4
_AF_UNIX, _SOCK_STREAM, _SOCK_KIND = 1, 1, 0xF
_MSG_OOB = 1
_FUTEX_PRIVATE = 128  # others are found by whoever maps the same file of the box, in another box too
_PLAIN_ADVICE = (0, 1, 2, 3, 4, 8, 14, 15, 16, 17)  # of madvise: none that merges pages, or throws out those of others
_SOL_SOCKET, _KIND_OF_SOCKET = 1, (3, 4, 38, 39)  # SO_TYPE SO_ERROR SO_PROTOCOL SO_DOMAIN: what Python's sockets ask
_LAST_CLOCK = 11  # beyond it, and below zero, are those of other processes
_OF_A_PROCESS = ("getpgid", "getsid", "sched_getaffinity")  # 0 stands for the one that asks


@cache
def program(*, namespaces: bool = True) -> bytes:
    """The filter as BPF instructions, for ``seccomp(2)``. Raises ``GraderError`` without libseccomp.

    ``namespaces``: whether the box has any; without them more is refused.
    """
    try:
        import pyseccomp as scmp  # it loads libseccomp at import, and doctor must be able to say so
    except (ImportError, OSError, RuntimeError) as error:
        raise GraderError(
            f"libseccomp cannot be loaded ({error}). Debian and Ubuntu: apt-get install libseccomp2"
        ) from error
    policy = scmp.SyscallFilter(defaction=scmp.ERRNO(errno.EPERM))
    known = [name for name in ALLOWED if _resolves(scmp, name)]
    for name in known:
        policy.add_rule(scmp.ALLOW, name)
    for action, names in (
        (scmp.ERRNO(errno.ENOSYS), _UNAVAILABLE),
        (scmp.ERRNO(errno.EAGAIN), _NO_PROCESS),
        (scmp.ALLOW if namespaces else scmp.ERRNO(0), _MODES),
        (scmp.ALLOW, _BY_NAME if namespaces else ()),
        (scmp.ERRNO(0), _PAGE_CACHE),
    ):
        for name in filter(lambda name: _resolves(scmp, name), names):
            policy.add_rule(action, name)
    _add_argument_rules(scmp, policy)
    with tempfile.TemporaryFile() as file:
        policy.export_bpf(file)
        file.seek(0)
        return file.read()


def _resolves(scmp: Any, name: str) -> bool:
    """Whether libseccomp knows the call on this architecture: arm64 has no ``open``, for one."""
    return bool(scmp.resolve_syscall(scmp.system_arch(), name) >= 0)


def _add_argument_rules(scmp: Any, policy: Any) -> None:
    equal, masked = scmp.EQ, scmp.MASKED_EQ
    for name, place, values in (
        ("ioctl", 1, _IOCTL),
        ("prctl", 0, _PRCTL),
        ("fcntl", 1, _FCNTL),
        ("madvise", 2, _PLAIN_ADVICE),
        ("preadv2", 5, (0,)),  # a flag would tell whether somebody has read that page before
        ("pwritev2", 5, (0,)),
        ("renameat2", 4, (0,)),  # a flag leaves a device in the place of what was moved
        *((name, 0, (0,)) for name in _OF_A_PROCESS),
    ):
        for value in values:
            policy.add_rule(scmp.ALLOW, name, scmp.Arg(place, equal, value))
    # to no address, that is to the other end only; and no urgent data, which nobody needs
    not_urgent = scmp.Arg(3, masked, _MSG_OOB, 0)
    policy.add_rule(scmp.ALLOW, "sendto", scmp.Arg(4, equal, 0), not_urgent)
    policy.add_rule(scmp.ALLOW, "recvfrom", not_urgent)
    for option in _KIND_OF_SOCKET:
        policy.add_rule(scmp.ALLOW, "getsockopt", scmp.Arg(1, equal, _SOL_SOCKET), scmp.Arg(2, equal, option))
    policy.add_rule(scmp.ALLOW, "futex", scmp.Arg(1, masked, _FUTEX_PRIVATE, _FUTEX_PRIVATE))
    # only of streams: by another kind, what is sent may go to any socket that has a name
    stream = scmp.Arg(1, masked, _SOCK_KIND, _SOCK_STREAM)
    policy.add_rule(scmp.ALLOW, "socketpair", scmp.Arg(0, equal, _AF_UNIX), stream)
    for name in ("clock_getres", "clock_gettime", "clock_nanosleep"):
        policy.add_rule(scmp.ALLOW, name, scmp.Arg(0, scmp.LE, _LAST_CLOCK))
    setfl = scmp.Arg(1, equal, _FCNTL_SETFL)
    policy.add_rule(scmp.ALLOW, "fcntl", setfl, scmp.Arg(2, masked, _O_ASYNC, 0))
    # Locks on shared read-only files are a channel between boxes, and refusing them breaks Django's file
    # storage: so they pretend to succeed. The one shared database file is used in turns (see server.py).
    policy.add_rule(scmp.ERRNO(0), "flock")
    for value in _FCNTL_PRETEND:
        policy.add_rule(scmp.ERRNO(0), "fcntl", scmp.Arg(1, equal, value))
    # no new code: what can be executed was mapped before the filter
    for name in ("mmap", "mprotect"):
        policy.add_rule(scmp.ALLOW, name, scmp.Arg(2, masked, _PROT_EXEC, 0))
    # only reading one's own limits
    policy.add_rule(scmp.ALLOW, "prlimit64", scmp.Arg(0, equal, 0), scmp.Arg(2, equal, 0))
