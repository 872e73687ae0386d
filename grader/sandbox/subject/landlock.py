"""Landlock: which files a process may open, by rules that it can never give up again.

What lies in no rule cannot be opened, changed or listed; it can still be asked for by name (``stat``). The numbers are
those of linux/landlock.h.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

_libc = ctypes.CDLL(None, use_errno=True)
# Landlock came after the system calls' numbers were unified
_SYS_CREATE, _SYS_ADD, _SYS_RESTRICT = 444, 445, 446
_VERSION = 1  # the flag that asks for the version only
_RULE_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, REMOVE_FOLDER = 1, 2, 4, 8, 1 << 4
_MAKE_CHAR, _MAKE_SOCK, _MAKE_FIFO, _MAKE_BLOCK, _MAKE_SYM = 1 << 6, 1 << 9, 1 << 10, 1 << 11, 1 << 12
_TRUNCATE = 1 << 14
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE  # the others are for folders only
_SPECIAL = _MAKE_CHAR | _MAKE_SOCK | _MAKE_FIFO | _MAKE_BLOCK | _MAKE_SYM
_RIGHTS_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_RIGHTS_LATER = (1 << 16) - 1

READ = _READ_FILE | _READ_DIR
WRITE = _RIGHTS_LATER & ~(_SPECIAL | _EXECUTE)


def abi() -> int:
    """The kernel's Landlock version; 0 where there is none."""
    return max(0, int(_libc.syscall(_SYS_CREATE, None, 0, _VERSION)))


def restrict(rules: Iterable[tuple[str, int]]) -> None:
    """This process and its children open only what lies below a rule's path, for that rule's rights at most.

    From ABI 4 on they also have no TCP, and from ABI 6 on they send no signal and no message by an abstract socket to
    a process that is not below them. Does nothing where the kernel has no Landlock. Needs no_new_privs.
    """
    version = abi()
    if version == 0:
        return
    handled = _RIGHTS_BY_ABI.get(version, _RIGHTS_LATER)
    network, scopes = (3 if version >= 4 else 0), (3 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    attributes = struct.pack("QQQ", handled, network, scopes)
    ruleset = _checked(_libc.syscall(_SYS_CREATE, attributes, size, 0), "landlock_create_ruleset")
    for path, rights in rules:
        place = os.open(path, os.O_PATH)
        possible = handled if stat.S_ISDIR(os.fstat(place).st_mode) else handled & _OF_FILES
        rule = struct.pack("=Qi", rights & possible, place)
        _checked(_libc.syscall(_SYS_ADD, ruleset, _RULE_PATH_BENEATH, rule, 0), f"landlock_add_rule {path}")
        os.close(place)
    _checked(_libc.syscall(_SYS_RESTRICT, ruleset, 0), "landlock_restrict_self")
    os.close(ruleset)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result
