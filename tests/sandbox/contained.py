"""Runs a command as in a container that gives no namespaces, such as Docker's with its default profile.

    python -m tests.sandbox.contained [--without-landlock] COMMAND...

What Docker's filter refuses without CAP_SYS_ADMIN is refused: new namespaces of every kind, and mounts. Without
Landlock it is as in gVisor, or as on a kernel before 5.13.
"""

from __future__ import annotations

import errno
import os
import sys

import pyseccomp

_WITHOUT_LANDLOCK = "--without-landlock"
_LANDLOCK = ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self")
_NEW_NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)


def contain(*, landlock: bool = True) -> None:
    """From here on, for this process and its children."""
    refusing = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in ("unshare", "setns", "mount", "umount2", "pivot_root", "chroot"):
        refusing.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
    for flag in _NEW_NAMESPACES:
        asked = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag)
        refusing.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", asked)
    refusing.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    for name in () if landlock else _LANDLOCK:
        refusing.add_rule(pyseccomp.ERRNO(errno.ENOSYS), name)
    refusing.load()


if __name__ == "__main__":
    command = sys.argv[1:]
    bare = command[0] == _WITHOUT_LANDLOCK
    contain(landlock=not bare)
    os.execvp(command[bare], command[bare:])
