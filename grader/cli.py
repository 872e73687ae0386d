"""The ``grader`` command: options, help and exit statuses. What the verbs do is in ``commands/``."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated

import typer

from .commands.check import Threshold
from .commands.check import check as check_one
from .commands.doctor import doctor as examine
from .commands.grade import Options, grade_course
from .commands.terms import (
    CHECKOUT,
    PRACTICE,
    Exit,
    Isolation,
    Language,
    UsageProblem,
    console,
    key_from,
    tell,
)
from .commands.verify import verify as verify_answers
from .core.assignment import Assignment
from .core.errors import AssignmentError, GraderError, IsolationError
from .core.verdict import Status, Verdict
from .reports.html import feedback
from .reports.jsontext import verdict_text
from .reports.terminal import verdict_report

app = typer.Typer(
    name="grader",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: it reads the same in a pipe, in a log and on an old console
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@unique
class Format(StrEnum):
    """How ``check`` prints a verdict."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


AssignmentsOption = Annotated[
    Path,
    typer.Option(
        "--assignments",
        envvar="GRADER_ASSIGNMENTS",
        metavar="DIR",
        file_okay=False,
        exists=True,
        help="The folder that holds the assignments.",
        show_default="assignments/ beside the grader",
    ),
]
IsolationOption = Annotated[
    Isolation,
    typer.Option(
        "--min-isolation",
        help="The weakest box that will do; a weaker one is never chosen silently.",
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, metavar="N", help="How many to grade at once.", show_default="cores"),
]


@app.callback()
def grader() -> None:
    """Grades Django model exercises against the real database, with the student's code in a box.

    \b
    One submission:   grader check models.py --assignment one_to_one
    A whole course:   grader grade examples/course
    This machine:     grader doctor

    Exit status: 0 a verdict was reached, whatever the mark; 1 below --fail-under, or verify found a
    difference; 2 a mistake in what was asked for; 3 the grader failed or cannot isolate: no mark given.
    """


@app.command()
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
    lang: Annotated[Language, typer.Option("--lang", help="The language of text and html.")] = Language.EN,
    staff: Annotated[
        bool,
        typer.Option("--staff", help="Show what students must not see: hidden values, tracebacks, seeds."),
    ] = False,
    seed_key: Annotated[
        str,
        typer.Option("--seed-key", metavar="K", help="Which random data the checks draw: 64 hex digits, or any text."),
    ] = PRACTICE,
    min_isolation: IsolationOption = Isolation.FULL,
    fail_under: Annotated[
        str | None,
        typer.Option("--fail-under", metavar="X", help="Exit with 1 below X points (15) or X percent (75%)."),
    ] = None,
    assignments: AssignmentsOption = CHECKOUT / "assignments",
) -> None:
    """Grade one submission and print its verdict.

    \b
    grader check models.py --assignment one_to_one
    grader check upload.zip --assignment one_to_one --format html --lang ru > feedback.html
    grader check models.py --assignment one_to_one --format json | jq .score
    grader check models.py --assignment one_to_one --fail-under 75%
    """
    with _exit_status():
        threshold = None if fail_under is None else Threshold.parse(fail_under)
        known, verdict = check_one(
            path,
            assignment,
            assignments=assignments,
            course_key=key_from(seed_key),
            min_isolation=min_isolation,
        )
        _show(verdict, known, format_, lang, staff=staff)
        if verdict.status is Status.ERROR:
            tell("The grader failed; no mark is given." + (f" {verdict.reason.en}" if verdict.reason else ""))
            raise typer.Exit(Exit.TROUBLE)
        if threshold is not None and threshold.missed_by(verdict):
            raise typer.Exit(Exit.BELOW)


@app.command()
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
    lang: Annotated[
        Language | None,
        typer.Option("--lang", help="The language of the feedback.", show_default="the course's"),
    ] = None,
    min_isolation: IsolationOption = Isolation.FULL,
    assignments: AssignmentsOption = CHECKOUT / "assignments",
) -> None:
    """Grade every submission of a course.

    \b
    grader grade examples/course
    grader grade examples/course --assignment one_to_one --student alice
    grader grade examples/course --jobs 4 --lang ru

    \b
    Written into the course's folder:
      graded/STUDENT/ASSIGNMENT/     verdict.json and feedback.html, for the student
      evidence/STUDENT/ASSIGNMENT/   verdict.json with everything, for staff only
      grades.csv                     one row for each student and assignment
    """
    with _exit_status():
        options = Options(assignments, assignment, student, jobs or _cores(), lang, min_isolation)
        raise typer.Exit(grade_course(course, options))


@app.command()
def verify(
    slug: Annotated[
        str | None, typer.Argument(metavar="SLUG", help="Only this assignment.", show_default=False)
    ] = None,
    solutions: Annotated[
        Path,
        typer.Option(
            "--solutions",
            metavar="DIR",
            help="The named answers.",
            show_default="solutions/ beside the grader",
        ),
    ] = CHECKOUT / "solutions",
    jobs: JobsOption = None,
    min_isolation: IsolationOption = Isolation.FULL,
    assignments: AssignmentsOption = CHECKOUT / "assignments",
) -> None:
    """Grade the named answers in solutions/ and compare each with its verdict.toml.

    Prints what hangs on each check too: more than half of a task's points needs a gate that says why.

    \b
    grader verify
    grader verify one_to_one
    """
    with _exit_status():
        raise typer.Exit(
            verify_answers(
                slug,
                assignments=assignments,
                solutions=solutions,
                jobs=jobs or _cores(),
                min_isolation=min_isolation,
            )
        )


@app.command()
def doctor() -> None:
    """Say what this machine can isolate, what grades on it, and what is missing."""
    with _exit_status():
        raise typer.Exit(examine())


def main() -> None:
    """The console entry point."""
    for stream in (sys.stdout, sys.stderr):
        # A console without Cyrillic shows escapes then; it never costs a teacher the rest of a report.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app(prog_name="grader")


def _show(verdict: Verdict, known: Assignment, format_: Format, lang: Language, *, staff: bool) -> None:
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
    typer.echo(text.encode(), nl=False)  # bytes: UTF-8 whatever the console's encoding


def _cores() -> int:
    return len(os.sched_getaffinity(0))


@contextmanager
def _exit_status() -> Iterator[None]:
    """Turn each kind of error into its exit status and a message without a traceback."""
    try:
        yield
    except IsolationError as error:
        tell(f"Nothing was graded: {error.problem}\n{error.remedy}")
        raise typer.Exit(Exit.TROUBLE) from error
    except (AssignmentError, UsageProblem) as error:
        tell(f"Error: {error}")
        raise typer.Exit(Exit.USAGE) from error
    except GraderError as error:
        tell(f"The grader failed: {error}")
        raise typer.Exit(Exit.TROUBLE) from error
    except KeyboardInterrupt as error:
        tell("Stopped.")
        raise typer.Exit(Exit.INTERRUPTED) from error
    except BrokenPipeError:
        raise  # whoever read our output has had enough; typer ends quietly
    except OSError as error:
        tell(f"The grader failed: {error}")
        raise typer.Exit(Exit.TROUBLE) from error
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:
        traceback.print_exc()
        tell("The grader failed: this is a fault of its own. Please report what stands above.")
        raise typer.Exit(Exit.TROUBLE) from error
