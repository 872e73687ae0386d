"""In the judge's place: comes up as a judge does, and misbehaves when the first report is due.

python -m tests.faults.false_judge SOCKET LIFELINE NUMBER        with the act's name in GRADER_TEST_ACT
"""

from __future__ import annotations

import json
import os
import signal
import sys
from multiprocessing.connection import Connection

from grader.core.report import RunReport
from tests.faults.acts import ACTS, HEADER, End

ACT = "GRADER_TEST_ACT"
PATIENCE = "GRADER_TEST_PATIENCE"  # seconds that the grader waits for a report
_UP = {"isolation": {"level": "full", "missing": []}, "environment": {}}


def main() -> None:
    pipe = Connection(int(sys.argv[1]))
    pipe.send_bytes(json.dumps({"id": json.loads(pipe.recv_bytes())["id"], **_UP}).encode())
    number = json.loads(pipe.recv_bytes())["id"]
    report = json.dumps({"id": number, **RunReport(()).to_json()}).encode()
    end = End(pipe.fileno(), HEADER.pack(len(report)) + report, float(os.environ[PATIENCE]))
    if os.environ[ACT] in ACTS:
        ACTS[os.environ[ACT]](end)
    else:
        os.kill(os.getpid(), signal.SIGKILL)
    pipe.recv_bytes()  # whoever is still there waits, as a judge does


if __name__ == "__main__":
    main()
