"""In the judge's place: has a box with a subject and a witness, and misbehaves when a question is due.

    python -m tests.faults.false_asker WHO ACT

Prints the process ids of its box, and waits for a line before it acts.
"""

from __future__ import annotations

import os
import signal
import sys

from grader.sandbox.launcher import Zygote
from grader.sandbox.limits import default_limits
from grader.sandbox.subject import wire
from tests.faults.acts import ACTS, End
from tests.hostile.arena import descendants
from tests.sandboxed import WEAKEST


def main() -> None:
    who, act = sys.argv[1:]
    zygote = Zygote(WEAKEST)
    family = zygote.family(default_limits())
    sys.stdout.write(" ".join(map(str, descendants(os.getpid()))) + "\n")
    sys.stdout.flush()
    sys.stdin.readline()
    channel = getattr(family, who)
    if act not in ACTS:
        os.kill(os.getpid(), signal.SIGKILL)
    right = wire.pack({"id": 1, "operation": "bool", "arguments": [1]}, 1 << 20)
    ACTS[act](End(channel._socket.fileno(), right, 1.0))
    sys.stdin.readline()


if __name__ == "__main__":
    main()
