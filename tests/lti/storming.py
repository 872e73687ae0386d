"""A site of its own for the storm: its folder, its workers as processes, and marks that are published meanwhile.

``python -m tests.lti.storming begin|publish|left ...`` runs in the site's own Django.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.sandboxed import ROOT

SLUG, MAXIMUM = "one_to_one", 20.0


class StormSite:
    def __init__(self, folder: Path, origin: str, **environment: str) -> None:
        ours = ("DJANGO_SETTINGS_MODULE", "GRADER_SECRET_KEY")
        self._own = {name: value for name, value in os.environ.items() if name not in ours} | environment
        self._own |= {"GRADER_SITE": str(folder), "GRADER_DEBUG": "1", "LTI_TEST_ORIGINS": origin}
        self._log = folder.with_suffix(".log")
        self.run("-m", "grader.web.prepare")

    def run(self, *arguments: str) -> str:
        """What a Python of the site prints."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self._own, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip()

    def ask(self, what: str, told: Any = None) -> Any:
        return json.loads(self.run("-m", "tests.lti.storming", what, json.dumps(told)))

    def worker(self, name: str) -> subprocess.Popen[bytes]:
        """A real one, without lanes. One of the same name takes up what the one before had in hand."""
        with self._log.open("ab") as out:
            command = [sys.executable, "-P", "-m", "grader.web.worker", "0"]
            return subprocess.Popen(command, cwd=ROOT, env=self._own | {"GRADER_HOLDER": name}, stdout=out, stderr=out)

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")


def main() -> None:
    """What is asked, in the site's Django; its answer as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grader.web.settings")
    import django

    django.setup()
    what, told = sys.argv[1], json.loads(sys.argv[2])
    print(json.dumps({"begin": _begin, "publish": _publish, "left": _left}[what](told)))  # noqa: T201 - its answer


def _begin(told: dict[str, Any]) -> object:
    """A course that is connected, with its students; answers our keys."""
    from django.conf import settings

    from grader.lms.lti.nrps import Member
    from grader.web.courses import add_course
    from grader.web.lti import keys, models
    from grader.web.lti.taking import take

    folder = settings.COURSES / "storm"
    folder.mkdir(parents=True)
    (folder / "course.toml").write_text(f"[assignment.{SLUG}]\n", encoding="utf-8")
    site = add_course("storm", "A storm", actor="setup").site
    deployment = told["platform"].pop("deployment_id")
    platform = models.Platform.objects.create(
        name="storm", hosts="localhost 127.0.0.1", active=True, **told["platform"]
    )
    models.Deployment.objects.create(platform=platform, deployment_id=deployment)
    context = models.Context.objects.create(
        deployment=platform.deployments.get(), context_id="1", site=site, at_once=False, scopes=told["scopes"]
    )
    models.Link.objects.create(context=context, link_id="week1", slug=SLUG, line_item=told["line_item"])
    take(context, [Member(subject, frozenset({"Learner"})) for subject in told["subjects"]])
    return keys.public_set()


def _publish(points: float) -> int:
    """So many for everybody, as an owner publishes them."""
    from grader.gradebook.marks import Mark, publish
    from grader.web.courses import Classroom
    from grader.web.models import Membership, Site

    classroom = Classroom(Site.objects.get(), "an owner")
    logins = Membership.objects.filter(person__isnull=False).values_list("person__login", flat=True)
    return publish(classroom.book, [Mark(login, SLUG, MAXIMUM, adjustments=(points,)) for login in logins])


def _left(_told: None) -> dict[str, int]:
    """How many scores are in each state, once all publications were looked at."""
    from collections import Counter

    from grader.gradebook.models import Publication
    from grader.web.lti.models import Delivery, Score

    last = Publication.objects.order_by("-pk").values_list("pk", flat=True)[: Score.objects.count() or 1]
    found = Counter(Score.objects.filter(publication__in=list(last)).values_list("state", flat=True))
    return dict(found) | {"deliveries": Delivery.objects.count()}


if __name__ == "__main__":
    main()
