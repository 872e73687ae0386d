"""Runs a command under a seccomp profile of Docker's form, as a container without capabilities would.

python -m tests.deploy.profiled PROFILE COMMAND...
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
from pathlib import Path

import pyseccomp

_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
_ACTIONS = {"SCMP_ACT_ALLOW": pyseccomp.ALLOW}


def load(profile: Path) -> None:
    """From here on, for this process and its children."""
    told = json.loads(profile.read_text(encoding="utf-8"))
    refusing = pyseccomp.SyscallFilter(pyseccomp.ERRNO(told["defaultErrnoRet"]))
    for rule in filter(_holds, told["syscalls"]):
        action = _ACTIONS[rule["action"]] if "errnoRet" not in rule else pyseccomp.ERRNO(rule["errnoRet"])
        for name in rule["names"]:
            with contextlib.suppress(ValueError, OSError):  # of another architecture, or newer than this libseccomp
                refusing.add_rule(action, name, *map(_argument, rule.get("args", ())))
    refusing.load()


def _holds(rule: dict[str, object]) -> bool:
    """Whether it is one for this machine, and for who has no capability."""
    wanted, unwanted = rule.get("includes") or {}, rule.get("excludes") or {}
    here = _MACHINES[platform.machine()]
    return not wanted.get("caps") and here in wanted.get("arches", [here]) and here not in unwanted.get("arches", [])


def _argument(told: dict[str, object]) -> pyseccomp.Arg:
    operation = getattr(pyseccomp, told["op"].removeprefix("SCMP_CMP_"))
    if operation == pyseccomp.MASKED_EQ:  # Docker's value is the mask, its second value what must be left
        return pyseccomp.Arg(told["index"], operation, told["value"], told.get("valueTwo", 0))
    return pyseccomp.Arg(told["index"], operation, told["value"])


if __name__ == "__main__":
    load(Path(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])
