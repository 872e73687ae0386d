"""The box without namespaces, for containers that allow none: the zygote at the host's own paths.

What namespaces hide, Landlock forbids to open, and the filter of system calls takes away what would reach others.
"""

from __future__ import annotations

import secrets
import tempfile

from .interpreter import Interpreter
from .plan import NOBODY, SUBJECT, Plan, command, environment, packages

_PREFIX = "django-grader-box-"  # what lies under such a name in the folder for temporary files is cleared one day
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")


def plan(interpreter: Interpreter) -> Plan:
    """Everything of this box lies below one folder, which the stage makes and the zygote takes away."""
    above = tempfile.gettempdir()
    home = f"{above}/{_PREFIX}{secrets.token_hex(8)}"
    # links, so that what a traceback shows does not name the host's folders
    links = {"packages": packages(), "runner/subject": SUBJECT}
    readable = [*(source for source, _ in interpreter.binds), *links.values(), *_DEVICES]
    libraries = interpreter.on_host(interpreter.library_path)
    stage = {
        "home": home,
        "links": links,
        "readable": readable,
        "environment": environment(interpreter, f"{home}/runner", f"{home}/packages", libraries),
        "command": command(interpreter.on_host(interpreter.executable)),
        "uid": NOBODY,
    }
    hidden = [interpreter.on_host(folder) for folder in interpreter.hidden]
    setup = {
        "work": f"{home}/work",
        "readable": readable,
        "hidden": hidden,
        "home": home,
        "above": above,
        "prefix": _PREFIX,
    }
    return Plan(stage, setup, namespaces=False)
