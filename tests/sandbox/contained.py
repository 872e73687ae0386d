"""Runs a command as in a container that gives no namespaces, such as Docker's with its default profile.

    python -m tests.sandbox.contained COMMAND...

What Docker's filter refuses without CAP_SYS_ADMIN is refused: new namespaces of every kind, and mounts.
"""

from __future__ import annotations

import errno
import os
import sys

import pyseccomp

_NEW_NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)


def contain() -> None:
    """From here on, for this process and its children."""
    refusing = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in ("unshare", "setns", "mount", "umount2", "pivot_root", "chroot"):
        refusing.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
    for flag in _NEW_NAMESPACES:
        asked = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag)
        refusing.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", asked)
    refusing.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    refusing.load()


if __name__ == "__main__":
    contain()
    os.execvp(sys.argv[1], sys.argv[1:])
