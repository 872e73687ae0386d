"""The Celery app, the same for who sends work and who does it."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping

from celery import Celery

from ..sandbox.limits import default_limits

QUEUE = "grader"
TASK = "grader.grade"
_VISIBILITY_SECONDS = 60  # an unacknowledged message is given to another worker after that
_TRIES, _LANE_START, _GRACE = 3, 90.0, 30.0  # of a submission, each on a lane that may have to be started
_ANSWER_SECONDS = 10  # that Redis may take for one command; a broker that only hangs would be waited for without end
# In the environment these win over what an app is told, so that --broker would mean nothing beside them.
_OVERRIDES = ("CELERY_BROKER_URL", "CELERY_BROKER_READ_URL", "CELERY_BROKER_WRITE_URL", "CELERY_RESULT_BACKEND")


def make_app(broker: str) -> Celery:
    """A Celery app that talks JSON over that broker and no other, and keeps no results: those go into the gradebook.

    Takes Celery's own variables out of this process's environment, and heeds no settings of a Django project that
    ``DJANGO_SETTINGS_MODULE`` may name.
    """
    for name in _OVERRIDES:
        os.environ.pop(name, None)
    app = Celery("grader", broker=broker, loader="app", fixups=set())
    app.conf.update(
        task_default_queue=QUEUE,
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_time_limit=longest({}),
        task_publish_retry=False,  # who sends knows better when to try again
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_send_task_events=False,
        worker_enable_remote_control=False,  # whoever can write into Redis can then ask for work, and nothing else
        worker_cancel_long_running_tasks_on_connection_loss=False,  # its result goes elsewhere
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,  # a night without Redis is no reason to be gone in the morning
        broker_connection_timeout=5,
        broker_transport_options={
            "visibility_timeout": _VISIBILITY_SECONDS,
            "socket_connect_timeout": 5,
            "socket_timeout": _ANSWER_SECONDS,
            "socket_keepalive": True,
        },
    )
    return app


def longest(limits: Mapping[str, int | float]) -> int:
    """Seconds after which a task is ended together with its process. ``limits``: an assignment's own."""
    budget = default_limits().replaced(limits).submission_seconds
    return math.ceil(_TRIES * (budget + _GRACE + _LANE_START))
