"""The last step before the box, as a program of its own: run by ``launcher.py``, it becomes bubblewrap or the zygote.

As root it first gathers what a full box is made of in a mount namespace of its own, where an unprivileged uid can
reach it (an interpreter under a private home could not be), and then gives up root: a box that root starts maps
its inner user to the real root. The mounts vanish with the process. Standard library only; the plan is JSON on
descriptor 0: ``{"bwrap": [folder, ...], "program": path below the last folder, "binds": [[source, target]],
"before": [...], "after": [...], "command": [...], "uid": number}`` or, without namespaces, ``{"home": folder,
"links": {name in it: target}, "readable": [path, ...], "environment": {...}, "command": [...], "uid": number}``.
Its argument is the control socket's number.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import sys
from typing import Any

_CLONE_NEWNS = 0x20000
_MS_BIND, _MS_REC, _MS_PRIVATE, _MS_NOSUID, _MS_NODEV = 4096, 16384, 1 << 18, 2, 4
_CONTROL = 3
_STAGE = "/mnt"  # exists on every Linux, and nothing of it is seen from outside the namespace


def _mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.mount(source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), data.encode())
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"mounting {target}: {os.strerror(number)}")


def gather(plan: dict[str, Any]) -> None:
    """Binds every source below the stage and makes the plan point there."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(ctypes.c_int(_CLONE_NEWNS)) < 0:
        raise OSError(ctypes.get_errno(), "a mount namespace of its own is refused")
    _mount("none", "/", "", _MS_REC | _MS_PRIVATE)
    # opened before the stage hides whatever of it may lie below
    wanted = [source for source, _ in plan["binds"]] + plan["bwrap"]
    opened = [os.open(source, os.O_PATH | os.O_CLOEXEC) for source in wanted]
    _mount("none", _STAGE, "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=755,size=1m")
    staged = []
    for number, (source, descriptor) in enumerate(zip(wanted, opened, strict=True)):
        folder = f"{_STAGE}/{number}" if number < len(plan["binds"]) else f"{_STAGE}/bwrap"
        target = f"{folder}/{os.path.basename(source)}"
        os.makedirs(folder, exist_ok=True)
        if os.path.isdir(source):
            os.mkdir(target)
        else:
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY))
        _mount(f"/proc/self/fd/{descriptor}", target, "", _MS_BIND | _MS_REC)
        staged.append(target)
    plan["binds"] = [[path, bind[1]] for path, bind in zip(staged, plan["binds"], strict=False)]
    plan["bwrap"] = staged[len(plan["binds"]) :]


def drop_root(uid: int) -> None:
    """From here on an ordinary user: no groups, and with root's uid go its capabilities."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def become_bubblewrap(plan: dict[str, Any]) -> None:
    arguments = [*plan["before"]]
    for source, target in plan["binds"]:
        arguments += ["--ro-bind", source, target]
    arguments += plan["after"]
    # by descriptor, so that no path of the host stands in the box's process list
    reader, writer = os.pipe()
    reader = fcntl.fcntl(reader, fcntl.F_DUPFD, 10)  # clear of the control socket's number; inheritable
    packed = b"\0".join(argument.encode() for argument in arguments) + b"\0"
    if os.write(writer, packed) != len(packed):  # a pipe holds 64 KiB; the plan is a few
        raise OSError("the plan is too long")
    os.close(writer)
    standard_descriptors()
    program = os.path.join(plan["bwrap"][0], plan["program"]) if plan["program"] else plan["bwrap"][0]
    os.execve(program, ["bwrap", "--args", str(reader), "--", *plan["command"]], {})  # noqa: S606 - that is the point


def become_zygote(plan: dict[str, Any]) -> None:
    """Without bubblewrap: makes the folder of the box, which the zygote takes away again."""
    unreachable = [path for path in (*plan["readable"], plan["command"][0]) if not os.access(path, os.R_OK)]
    if unreachable:
        raise OSError(
            f"uid {os.getuid()} cannot read {unreachable[0]}. Without namespaces, what grades must lie where every user"
            " can read it (such as /opt, with the distribution's Python: make setup PYTHON=/usr/bin/python3), or be"
            " started by its owner"
        )
    os.mkdir(plan["home"], 0o700)
    for name, target in plan["links"].items():
        link = os.path.join(plan["home"], name)
        os.makedirs(os.path.dirname(link), exist_ok=True)
        os.symlink(target, link)
    os.setsid()
    standard_descriptors()
    os.execve(plan["command"][0], plan["command"], plan["environment"])  # noqa: S606 - that is the point


def standard_descriptors() -> None:
    """Nothing on 0, the control socket on 3."""
    if (control := int(sys.argv[1])) != _CONTROL:
        os.dup2(control, _CONTROL)
        os.close(control)
    os.set_inheritable(_CONTROL, True)  # noqa: FBT003 - the signature is Python's
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


def main() -> None:
    plan = json.load(sys.stdin)
    with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("1000")  # when memory runs out, the box goes first
    if os.geteuid() == 0:
        if "bwrap" in plan:
            gather(plan)
        drop_root(plan["uid"])
    if "bwrap" in plan:
        become_bubblewrap(plan)
    else:
        become_zygote(plan)


try:
    main()
except OSError as error:  # for the launcher, which reads what this program says
    sys.exit(f"the stage cannot be set: {error}")
