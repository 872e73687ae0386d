"""The site's worker hands attempts to Celery's: verdicts come back through the database, and are recorded once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

from tests.distributed.conftest import CHECKOUT
from tests.proving import only_when_proving

_SITE = """
import json, sys, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from grader.gradebook.models import Person
from grader.gradebook.roster import hand_in
from grader.web import lines
from grader.web.courses import add_course
from tests.sandboxed import FOREIGN_KEY, REFERENCE, submission
call_command("migrate", verbosity=0, interactive=False)
folder = settings.COURSES / "far"
folder.mkdir(parents=True)
(folder / "students.csv").write_text("id\\nann\\nbob\\n")
room = add_course("far", "Far", actor="test")
spec = room.assignments["one_to_one"]
with transaction.atomic():
    for login, source in (("ann", REFERENCE), ("bob", FOREIGN_KEY)):
        person = Person.objects.get(course=room.book.course, login=login)
        row = hand_in(room.book, person, spec, submission(source, login))
        lines.enter(room.site, person, "one_to_one", attempt=row)
    lines.enter(room.site, person, "one_to_one", tried=submission(REFERENCE, "bob"))
"""
_STATE = """
import json, django
django.setup()
from grader.gradebook.models import Dispatch, Verdict
from grader.web.models import Work
print(json.dumps([
    sorted(Work.objects.values_list("state", flat=True)),
    sorted(Verdict.objects.filter(submission__person__course__site__folder="far").values_list("score", flat=True)),
    Dispatch.objects.filter(submission__person__course__site__folder="far").count(),
]))
"""

pytestmark = [pytest.mark.sandbox, only_when_proving("half a minute; its parts are tested in every run")]


def test_attempts_are_graded_elsewhere(database, broker, start_worker, tmp_path):
    own = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "grader.web.settings"}
    own |= {"GRADER_SITE": str(tmp_path / "site"), "GRADER_BROKER": broker.url, "PYTHONPATH": str(CHECKOUT)}

    def run(code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=CHECKOUT, env=own, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(_SITE)
    far = start_worker()
    site = subprocess.Popen([sys.executable, "-P", "-m", "grader.web.worker", "4"], cwd=CHECKOUT, env=own)
    try:
        for _ in range(80):
            states, scores, dispatches = json.loads(run(_STATE))
            if states == ["done"] * 3:
                break
            time.sleep(0.5)
    finally:
        site.terminate()
        assert site.wait(30) == 0
    assert (states, scores, dispatches) == (["done"] * 3, [15.0, 20.0], 0)
    assert far.said().count("one_to_one in") == 2  # and what was tried was graded here
