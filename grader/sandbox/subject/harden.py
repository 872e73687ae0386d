"""What a process in the box gives up before it may see a student's code. The order matters.

Everything goes through ctypes: Python has no mount, capset or seccomp call on any version we support. Structures and
numbers are those of the kernel's headers (linux/capability.h, linux/prctl.h).
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import platform
import resource
import signal
import struct
import sys
from typing import Any

from . import landlock, paths

_libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWPID, CLONE_NEWNET = (
    0x20000,
    0x4000000,
    0x8000000,
    0x20000000,
    0x40000000,
)
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REC, _MS_PRIVATE = 2, 4, 8, 16384, 1 << 18
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
_CAPABILITY_VERSION_3 = 0x20080522
_CAPABILITIES = 64

# seccomp and capset differ by architecture
_SYSCALLS = {"x86_64": (317, 126), "aarch64": (277, 91)}
_SYS_SECCOMP, _SYS_CAPSET = _SYSCALLS.get(platform.machine(), (-1, -1))
_SECCOMP_SET_MODE_FILTER, _SECCOMP_TSYNC = 1, 1

# The kernel's CPU limit counts ticks: all of them for a program that is awake whenever one comes and sleeps in between.
# That must not be able to end it before the judge does, since then nobody could say who it was.
_BEYOND_WALL = 30  # seconds


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _prctl(option: int, value: int = 0) -> None:
    zero = ctypes.c_ulong(0)
    _checked(_libc.prctl(option, ctypes.c_ulong(value), zero, zero, zero), f"prctl {option}")


def die_with_parent() -> None:
    """SIGKILL for this process when the one that forked it ends. Cleared by fork: each child says it again."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def undumpable() -> None:
    """No core, and nobody of the same uid may look into this process."""
    _prctl(_PR_SET_DUMPABLE, 0)


def no_new_privileges() -> None:
    """No program that is started gives more rights than there are; Landlock and seccomp ask for it."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def unshare(flags: int) -> None:
    _checked(_libc.unshare(ctypes.c_int(flags)), "unshare")


def private_tmpfs(size_mb: int, inodes: int) -> None:
    """Mounts an empty tmpfs at ``WORK`` that only this mount namespace sees, and goes there."""
    none = ctypes.c_char_p(b"none")
    _checked(_libc.mount(none, b"/", None, ctypes.c_ulong(_MS_REC | _MS_PRIVATE), None), "making mounts private")
    flags = ctypes.c_ulong(_MS_NOSUID | _MS_NODEV | _MS_NOEXEC)
    options = f"size={size_mb}m,nr_inodes={inodes},mode=700".encode()
    _checked(_libc.mount(none, paths.WORK.encode(), b"tmpfs", flags, options), f"mounting {paths.WORK}")
    os.chdir(paths.WORK)


def drop_capabilities() -> None:
    for capability in range(_CAPABILITIES):
        # refused where SETPCAP is missing; no_new_privs makes the bounding set moot there
        _libc.prctl(_PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0)
    _libc.prctl(_PR_CAP_AMBIENT, ctypes.c_ulong(_PR_CAP_AMBIENT_CLEAR_ALL), 0, 0, 0)
    header = struct.pack("II", _CAPABILITY_VERSION_3, 0)
    _checked(_libc.syscall(_SYS_CAPSET, header, bytes(24)), "capset")


def limit_resources(limits: dict[str, Any]) -> None:
    """``limits``: submission_seconds, memory_mb, file_mb, open_files, as in ``limits.toml``."""
    megabyte = 1 << 20
    for name, value in (
        ("AS", limits["memory_mb"] * megabyte),
        ("CPU", int(limits["submission_seconds"]) + _BEYOND_WALL),
        ("FSIZE", limits["file_mb"] * megabyte),
        ("NOFILE", limits["open_files"]),
        ("CORE", 0),
        ("STACK", 8 * megabyte),
        ("MSGQUEUE", 0),
        ("MEMLOCK", 0),
        ("SIGPENDING", 64),
        ("NICE", 0),
        ("RTPRIO", 0),
    ):
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def filter_calls(program: bytes) -> None:
    """Installs a seccomp filter for good. ``program``: BPF instructions, 8 bytes each."""
    buffer = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))

    filter_ = Program(len(program) // 8, ctypes.addressof(buffer))
    result = _libc.syscall(_SYS_SECCOMP, _SECCOMP_SET_MODE_FILTER, _SECCOMP_TSYNC, ctypes.byref(filter_))
    _checked(result, "seccomp")


def plain_process(channel: int, output: int) -> None:
    """Descriptors 0 (nothing), 1 and 2 (``output``), 3 (``channel``) and no others; a bare environment."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    # first away from 0 to 3, so that no dup2 overwrites one that is still needed
    channel, output = _lifted(channel), _lifted(output)
    nothing = _lifted(os.open("/dev/null", os.O_RDONLY))
    for source, target in ((nothing, 0), (output, 1), (output, 2), (channel, 3)):
        os.dup2(source, target, inheritable=True)
    os.closerange(4, 4096)
    os.environ.clear()
    os.environ.update(HOME=paths.WORK, TMPDIR=paths.WORK, LANG="C.UTF-8", PATH="")
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr  # type: ignore[misc] # final for others


def _lifted(descriptor: int) -> int:
    return descriptor if descriptor > 3 else fcntl.fcntl(descriptor, fcntl.F_DUPFD, 4)


def harden(channel: int, output: int, limits: dict[str, Any], program: bytes, readable: list[str]) -> None:
    """Everything, in the one order that works. Afterwards nothing of it can be undone."""
    plain_process(channel, output)
    no_new_privileges()
    undumpable()
    drop_capabilities()
    die_with_parent()  # after capset, which clears it; from here on seccomp forbids to change it
    # the second wall behind the mount namespace, or the first where there is none
    landlock.restrict([*((path, landlock.READ) for path in readable), (paths.WORK, landlock.WRITE)])
    limit_resources(limits)
    filter_calls(program)
