"""A site with a large course in it, written into the database directly: nobody waits for 40,000 gradings here.

Run as a process of its own, since it needs the site's Django:

    GRADER_SITE=folder GRADER_ASSIGNMENTS=folder python -m benchmarks.big_site STUDENTS ASSIGNMENTS

The assignments are the shipped ones under other names; each verdict is a real one of a named answer.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grader.web.settings")
django.setup()

from django.conf import settings  # noqa: E402 - these are parts of the site
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from grader.core.submission import SourceFile, Submission  # noqa: E402
from grader.core.verdict import Verdict  # noqa: E402
from grader.engine.lane import Lane  # noqa: E402
from grader.engine.toolchain import toolchain  # noqa: E402
from grader.gradebook import models as rows  # noqa: E402
from grader.gradebook.packing import packed_files, packed_verdict, verdict_key  # noqa: E402
from grader.intake.assignments import load_assignment  # noqa: E402
from grader.pipeline import grade  # noqa: E402
from grader.web.courses import Classroom, add_course  # noqa: E402
from grader.web.models import Membership, Regrading, Role  # noqa: E402

from .courses import ROOT, answers  # noqa: E402

NAME, PASSWORD = "big", "measured"
_OF_EACH = 4  # answers
_DIGEST = "0" * 64  # nobody looks whether it is that of the bytes
_BATCH = 2000  # rows
SHIPPED = ("one_to_one", "parent_link", "link_and_save")


def assignments(folder: Path, count: int) -> None:
    """So many, made of the shipped ones."""
    for number in range(count):
        source = ROOT / "assignments" / SHIPPED[number % len(SHIPPED)]
        target = folder / f"task_{number:02}"
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        stated = target / "assignment.toml"
        text = re.sub(r'(?m)^slug = ".*"$', f'slug = "{target.name}"', stated.read_text(encoding="utf-8"))
        stated.write_text(text, encoding="utf-8")


def verdicts() -> dict[str, list[tuple[bytes, Verdict]]]:
    """By shipped assignment: what some named answers hand in, and the verdict on it."""
    known = {slug: load_assignment(ROOT / "assignments" / slug) for slug in SHIPPED}
    found: dict[str, list[tuple[bytes, Verdict]]] = {slug: [] for slug in SHIPPED}
    with Lane(list(known.values())) as lane:
        for slug, spec in known.items():
            for one in _some_answers(slug):
                name = spec.submit[0]
                handed_in = Submission("somebody", slug, (SourceFile(name, one, target=name),))
                found[slug].append((packed_files(handed_in), grade(handed_in, spec, lane, course_key=b"measured")))
    return found


def _some_answers(slug: str) -> list[bytes]:
    if slug == "link_and_save":  # its answers are another file
        folders = sorted((ROOT / "solutions" / slug).iterdir())[:_OF_EACH]
        return [next(folder.glob("*.py")).read_bytes() for folder in folders]
    return [one.source for one in answers(slug)[:_OF_EACH]]


def fill(classroom: Classroom, students: int, known: dict[str, list[tuple[bytes, Verdict]]]) -> None:
    """One attempt of each student at each assignment, graded."""
    chance, now = random.Random(1), timezone.now()
    people = list(rows.Person.objects.filter(course=classroom.book.course).order_by("position")[:students])
    for number, row in enumerate(rows.Assignment.objects.filter(course=classroom.book.course).order_by("slug")):
        choices = known[SHIPPED[number % len(SHIPPED)]]
        drawn = [chance.choice(choices) for _ in people]
        key = verdict_key(_DIGEST, classroom.assignments[row.slug].digest, toolchain())
        with transaction.atomic():
            made = rows.Submission.objects.bulk_create(
                (
                    rows.Submission(
                        person=person, assignment=row, attempt=1, digest=_DIGEST, files=files, submitted_at=now
                    )
                    for person, (files, _) in zip(people, drawn, strict=True)
                ),
                batch_size=_BATCH,
            )
            judged = rows.Verdict.objects.bulk_create(
                (_verdict(one, told, key) for one, (_, told) in zip(made, drawn, strict=True)), batch_size=_BATCH
            )
            for one, verdict in zip(made, judged, strict=True):
                one.verdict = verdict
            rows.Submission.objects.bulk_update(made, ["verdict"], batch_size=500)
            rows.CheckResult.objects.bulk_create(_results(judged, drawn), batch_size=_BATCH)
        print(f"{row.slug}: {len(made)}", flush=True)


def grade_again(classroom: Classroom, known: dict[str, list[tuple[bytes, Verdict]]]) -> None:
    """A regrade of the first assignment that is done and not decided: other verdicts on most of its attempts."""
    chance, slug = random.Random(2), "task_00"
    choices = known[SHIPPED[0]]
    made = list(rows.Submission.objects.filter(assignment__course=classroom.book.course, assignment__slug=slug))
    drawn = [chance.choice(choices) for _ in made]
    key = verdict_key(_DIGEST, classroom.assignments[slug].digest, toolchain())
    with transaction.atomic():
        rows.Verdict.objects.filter(submission__in=made).update(key="that of the assignment as it was")
        judged = rows.Verdict.objects.bulk_create(
            (_verdict(one, told, key) for one, (_, told) in zip(made, drawn, strict=True)), batch_size=_BATCH
        )
        rows.CheckResult.objects.bulk_create(_results(judged, drawn), batch_size=_BATCH)
        Regrading.objects.create(site=classroom.site, slug=slug)


def _verdict(submission: rows.Submission, told: Verdict, key: str) -> rows.Verdict:
    return rows.Verdict(
        submission=submission,
        key=key,
        status=told.status.value,
        score=told.score,
        max_score=told.max_score,
        isolation="full",
        diagnoses=[one.id for one in told.diagnoses],
        document=packed_verdict(replace(told, assignment=submission.assignment.slug)),
    )


def _results(judged: list[rows.Verdict], drawn: list[tuple[bytes, Verdict]]) -> Iterator[rows.CheckResult]:
    for verdict, (_, told) in zip(judged, drawn, strict=True):
        for one in told.checks:
            yield rows.CheckResult(
                verdict=verdict,
                check_id=one.id,
                outcome=one.outcome.value,
                points=one.points,
                max_points=one.max_points,
            )


def main() -> None:
    students, count = map(int, sys.argv[1:])
    assignments(Path(settings.ASSIGNMENTS), count)
    folder = Path(settings.COURSES) / NAME
    folder.mkdir(parents=True)
    (folder / "students.csv").write_text(
        "id,last_name,first_name,email\n"
        + "".join(f"s{n:05},Фамилия{n:05},Имя{n % 97},s{n:05}@uni.test\n" for n in range(students)),
        encoding="utf-8",
    )
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    classroom = add_course(NAME, "A large course", actor="measured")
    person = rows.Person.objects.get(login="s00000")
    for name, role in (("owner", Role.OWNER), ("student", Role.STUDENT)):
        user = get_user_model().objects.create_user(name, password=PASSWORD)
        Membership.objects.create(
            user=user, site=classroom.site, role=role, person=person if role == Role.STUDENT else None
        )
    known = verdicts()
    fill(classroom, students, known)
    grade_again(classroom, known)


if __name__ == "__main__":
    main()
