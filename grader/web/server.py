"""What gunicorn is told: ``gunicorn -c python:grader.web.server``. What differs comes from the environment.

``GRADER_BIND``: address and port. ``GRADER_WEB_PROCESSES``: how many, each with 8 threads.
``GRADER_LOG``: see ``logs``.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import Any

from grader.web import logs

wsgi_app = "grader.web.wsgi"
bind = os.environ.get("GRADER_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("GRADER_WEB_PROCESSES", "1"))
threads = 8
keepalive = 15  # seconds: longer than a page that waits in a long line pauses
control_socket_disable = True
logconfig_dict = logs.config(os.environ.get("GRADER_LOG"))

_NUMBERS = "PROMETHEUS_MULTIPROC_DIR"  # where prometheus_client adds up the numbers of several processes
_made = None
if workers > 1 and _NUMBERS not in os.environ:
    _made = os.environ[_NUMBERS] = tempfile.mkdtemp(prefix="grader-metrics-")


def child_exit(_server: Any, worker: Any) -> None:
    """gunicorn's hook: what an ended process counted is kept, its gauges are not."""
    if _NUMBERS in os.environ:
        from prometheus_client import multiprocess  # it looks for the folder when it is imported

        multiprocess.mark_process_dead(worker.pid)


def on_exit(_server: Any) -> None:
    """gunicorn's hook: the folder ends with the server that made it."""
    if _made:
        shutil.rmtree(_made, ignore_errors=True)
