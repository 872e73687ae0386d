"""The Celery app, the same for who sends work and who does it."""

from __future__ import annotations

from celery import Celery

from ..sandbox.limits import default_limits

QUEUE = "grader"
TASK = "grader.grade"
_VISIBILITY_SECONDS = 60  # an unacknowledged message is given to another worker after that
_TRIES, _LANE_START = 3, 90  # of a submission, each on a lane that may have to be started


def make_app(broker: str) -> Celery:
    """A Celery app that talks JSON over that broker and keeps no results: those go into the gradebook."""
    app = Celery("grader", broker=broker)
    longest = int(_TRIES * (2 * default_limits().submission_seconds + _LANE_START))
    app.conf.update(
        task_default_queue=QUEUE,
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_time_limit=longest,
        task_publish_retry=False,  # who sends knows better when to try again
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_send_task_events=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,  # its result goes elsewhere
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=5,
        broker_transport_options={"visibility_timeout": _VISIBILITY_SECONDS, "socket_connect_timeout": 5},
    )
    return app
