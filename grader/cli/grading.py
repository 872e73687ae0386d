"""The verbs of those who grade: ``check``, ``grade``, ``explain`` and ``doctor``."""

from __future__ import annotations

from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated

import typer

from ..commands.check import Threshold, course_language
from ..commands.check import check as check_one
from ..commands.classwork import Wanted
from ..commands.doctor import doctor as examine
from ..commands.explain import explain as explain_one
from ..commands.grade import Options, grade_course
from ..commands.grading import Means
from ..commands.terms import PRACTICE, Exit, Isolation, Language, console, key_from, tell
from ..core.assignment import Assignment
from ..core.verdict import Status, Verdict
from ..lms.gradescope.results import Closed, results_text
from ..reports.html import feedback
from ..reports.jsontext import verdict_text
from ..reports.terminal import verdict_report
from .common import (
    ASSIGNMENTS,
    AssignmentsOption,
    BrokerOption,
    Engine,
    EngineOption,
    IsolationOption,
    JobsOption,
    LanguageOption,
    MarksIsolationOption,
    broker_of,
    cores,
    exit_status,
)


@unique
class Format(StrEnum):
    """How ``check`` prints a verdict."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    GRADESCOPE = "gradescope"


def check(
    path: Annotated[
        Path,
        typer.Argument(
            exists=True,
            metavar="PATH",
            help="A file, a folder, a .zip, a .tar.gz or an .ipynb.",
            show_default=False,
        ),
    ],
    assignment: Annotated[
        str,
        typer.Option("--assignment", "-a", metavar="SLUG", help="Which assignment it answers.", show_default=False),
    ],
    format_: Annotated[
        Format, typer.Option("--format", help="json prints one verdict and nothing else.")
    ] = Format.TEXT,
    lang: LanguageOption = None,
    staff: Annotated[
        bool,
        typer.Option("--staff", help="Show what students must not see: hidden values, tracebacks, seeds."),
    ] = False,
    seed_key: Annotated[
        str,
        typer.Option("--seed-key", metavar="K", help="Which random data the checks draw: 64 hex digits, or any text."),
    ] = PRACTICE,
    min_isolation: IsolationOption = Isolation.FULL,
    hidden_checks: Annotated[
        Closed,
        typer.Option("--hidden-checks", help="With gradescope: when students see checks that are not public."),
    ] = Closed.VISIBLE,
    fail_under: Annotated[
        str | None,
        typer.Option("--fail-under", metavar="X", help="Exit with 1 below X points (15) or X percent (75%)."),
    ] = None,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Grade one submission and print its verdict.

    \b
    grader check models.py --assignment one_to_one
    grader check upload.zip --assignment one_to_one --format html --lang ru > feedback.html
    grader check models.py --assignment one_to_one --format json | jq .score
    grader check models.py --assignment one_to_one --fail-under 75%

    --format gradescope prints Gradescope's results.json, and nothing where the grader itself failed. Of checks that
    are not public it never holds more than their titles and how they ended; as soon as --hidden-checks hides them,
    Gradescope hides the total from students too.
    """
    with exit_status():
        threshold = None if fail_under is None else Threshold.parse(fail_under)
        known, verdict = check_one(
            path,
            assignment,
            assignments=assignments,
            course_key=key_from(seed_key),
            min_isolation=min_isolation,
        )
        language = lang or course_language(path) or Language.EN
        if format_ is not Format.GRADESCOPE:
            _show(verdict, known, format_, language, staff=staff)
        elif verdict.status is not Status.ERROR:
            _print(results_text(verdict, language, assignment=known, closed=hidden_checks))
        if verdict.status is Status.ERROR:
            tell("The grader failed; no mark is given." + (f" {verdict.reason.en}" if verdict.reason else ""))
            raise typer.Exit(Exit.TROUBLE)
        if threshold is not None and threshold.missed_by(verdict):
            raise typer.Exit(Exit.BELOW)


def grade(
    course: Annotated[
        Path,
        typer.Argument(
            exists=True,
            file_okay=False,
            metavar="COURSE",
            help="A folder with submitted/STUDENT/ASSIGNMENT/, and perhaps students.csv and course.toml.",
            show_default=False,
        ),
    ],
    assignment: Annotated[
        str | None, typer.Option("--assignment", "-a", metavar="SLUG", help="Only this assignment.")
    ] = None,
    student: Annotated[str | None, typer.Option("--student", metavar="ID", help="Only this student.")] = None,
    jobs: JobsOption = None,
    lang: LanguageOption = None,
    min_isolation: MarksIsolationOption = Isolation.FULL,
    force: Annotated[
        bool, typer.Option("--force", help="Grade again what has not changed since it was graded.")
    ] = False,
    engine: EngineOption = Engine.LOCAL,
    broker: BrokerOption = None,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Grade every submission of a course.

    \b
    grader grade examples/course
    grader grade examples/course --assignment one_to_one --student alice
    grader grade examples/course --jobs 4 --lang ru

    Elsewhere: grader grade examples/course --engine celery, and grader worker on each machine that grades.

    What has not changed since it was graded (submission, assignment, grader) is not graded again.

    \b
    Written into the course's folder:
      graded/STUDENT/ASSIGNMENT/     verdict.json and feedback.html, for the student
      evidence/STUDENT/ASSIGNMENT/   verdict.json with everything, for staff only
      grades.csv                     one row for each student and assignment
      gradebook.sqlite3              every attempt, verdict and mark; elsewhere with DATABASE_URL
    """
    with exit_status():
        wanted = Wanted(assignments, assignment, student)
        options = Options(wanted, Means(jobs or cores(), min_isolation, broker_of(engine, broker)), lang, force)
        raise typer.Exit(grade_course(course, options))


def explain(
    course: Annotated[
        Path,
        typer.Argument(exists=True, file_okay=False, metavar="COURSE", help="A graded course.", show_default=False),
    ],
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="Whose mark.", show_default=False)],
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="For which assignment.", show_default=False)],
    check: Annotated[str | None, typer.Option("--check", metavar="ID", help="Only this check.")] = None,
    lang: LanguageOption = None,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Say where each point of a mark went: why 17 and not 18. For staff: hidden checks are explained too.

    \b
    grader explain examples/course anna one_to_one
    grader explain examples/course anna one_to_one --check widow_stays --lang ru

    Nothing is graded again: it reads what grader grade kept in evidence/, and says where the assignment
    or the submission has changed since.
    """
    with exit_status():
        explain_one(course, student, slug, check=check, language=lang, assignments=assignments)


def worker(
    concurrency: Annotated[
        int | None,
        typer.Option(
            "--concurrency", "-c", min=1, metavar="N", help="Processes, each with a lane.", show_default="cores"
        ),
    ] = None,
    broker: BrokerOption = None,
    min_isolation: MarksIsolationOption = Isolation.FULL,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Grade for others: take what grader grade --engine celery hands out, until stopped.

    \b
    DATABASE_URL=postgresql://grader@db/grades GRADER_BROKER=redis://broker:6379/0 grader worker

    Needs the same grader and the same assignments as where the work comes from, and no course: what was handed
    in comes out of the gradebook, and what came of it goes there. Ctrl-C ends it after what it is at; a worker
    that is killed costs nothing but time.
    """
    with exit_status():
        url = broker_of(Engine.CELERY, broker)
        from ..distributed.worker import run_worker  # Celery takes half a second to import

        run_worker(str(url), assignments, concurrency=concurrency or cores(), min_isolation=min_isolation)


def doctor(
    course: Annotated[
        Path | None,
        typer.Argument(
            exists=True, file_okay=False, metavar="COURSE", help="Look at its gradebook too.", show_default=False
        ),
    ] = None,
) -> None:
    """Say what this machine can isolate, what grades on it, and what is missing.

    With a COURSE also where its gradebook lies, and whether that is a place for a database.
    """
    with exit_status():
        raise typer.Exit(examine(course))


def _show(verdict: Verdict, known: Assignment, format_: Format, lang: str, *, staff: bool) -> None:
    level = verdict.isolation.get("level")
    if level in {Isolation.FILTERED, Isolation.NONE}:
        tell(f"warning: graded with isolation {level}, since that was allowed.")
    if format_ is Format.TEXT:
        console().print(verdict_report(verdict, lang, assignment=known, staff=staff), end="")
        return
    if format_ is Format.JSON:
        text = verdict_text(verdict, staff=staff)
    else:
        text = feedback(verdict, lang, assignment=known, staff=staff)
    _print(text)


def _print(text: str) -> None:
    typer.echo(text.encode(), nl=False)  # bytes: UTF-8 whatever the console's encoding
