"""The last step before bubblewrap, as a program of its own: run by ``launcher.py``, it becomes bubblewrap.

As root it first gathers what the box is made of in a mount namespace of its own, where an unprivileged uid can
reach it (an interpreter under a private home could not be), and then gives up root: a box that root starts maps
its inner user to the real root. The mounts vanish with the process. Standard library only; the plan is JSON on
descriptor 0: ``{"bwrap": [folder, ...], "program": path below the last folder, "binds": [[source, target]],
"before": [...], "after": [...], "command": [...], "uid": number}``. Its argument is the control socket's number.
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


def main() -> None:
    plan = json.load(sys.stdin)
    with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("1000")  # when memory runs out, the box goes first
    if os.geteuid() == 0:
        gather(plan)
        os.setgroups([])
        os.setresgid(plan["uid"], plan["uid"], plan["uid"])
        os.setresuid(plan["uid"], plan["uid"], plan["uid"])
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
    if (control := int(sys.argv[1])) != _CONTROL:
        os.dup2(control, _CONTROL)
        os.close(control)
    os.set_inheritable(_CONTROL, True)  # noqa: FBT003 - the signature is Python's
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    program = os.path.join(plan["bwrap"][0], plan["program"]) if plan["program"] else plan["bwrap"][0]
    os.execve(program, ["bwrap", "--args", str(reader), "--", *plan["command"]], {})  # noqa: S606 - that is the point


try:
    main()
except OSError as error:  # for the launcher, which reads what this program says
    sys.exit(f"the stage cannot be set: {error}")
