"""The verbs over the gradebook: marks made known, adjusted, shown, exported, audited, forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..commands.adjust import adjust_mark
from ..commands.forget import forget_expired, forget_student
from ..commands.history import audit as verify_gradebook
from ..commands.history import show_history
from ..commands.publish import Chosen, publish_marks
from ..commands.show import show_student
from ..commands.stats import show_stats
from ..commands.terms import UsageProblem
from .common import ASSIGNMENTS, AssignmentsOption, LanguageOption, exit_status

CourseArgument = Annotated[
    Path,
    typer.Argument(exists=True, file_okay=False, metavar="COURSE", help="A graded course.", show_default=False),
]
StudentArgument = Annotated[str, typer.Argument(metavar="STUDENT", help="Whose.", show_default=False)]
StudentOption = Annotated[str | None, typer.Option("--student", metavar="ID", help="Only this student.")]
SlugOption = Annotated[str | None, typer.Option("--assignment", "-a", metavar="SLUG", help="Only this assignment.")]


def publish(
    course: CourseArgument,
    assignment: SlugOption = None,
    student: StudentOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be published, and publish nothing.")
    ] = False,
) -> None:
    """Make marks known. Only published marks go to students, into exports and to an LMS.

    \b
    grader publish examples/course --dry-run
    grader publish examples/course --assignment one_to_one

    Lists each mark that was known before and is another one now. From then on no run of grader grade changes
    a published mark: it stops and says which one would change.
    """
    with exit_status():
        raise typer.Exit(publish_marks(course, Chosen(assignment, student), dry_run=dry_run))


def adjust(
    course: CourseArgument,
    student: StudentArgument,
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="For which assignment.", show_default=False)],
    points: Annotated[float, typer.Argument(metavar="POINTS", help="1.5 gives, -2 takes.", show_default=False)],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; it is kept.", show_default=False)],
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="In whose name.", show_default="this machine's user")
    ] = None,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Give or take points by hand, with the reason. Regrading leaves them as they are.

    \b
    grader adjust examples/course anna one_to_one 1.5 --why "a cleverer way than ours"
    grader adjust examples/course anna one_to_one --why "agreed with her" -- -2
    """
    with exit_status():
        raise typer.Exit(adjust_mark(course, student, slug, points, why=why, by=by, assignments=assignments))


def show(course: CourseArgument, student: StudentArgument) -> None:
    """Show one student's attempts, what counts of them, adjustments, and what was published.

    \b
    grader show examples/course anna
    """
    with exit_status():
        show_student(course, student)


def history(
    course: CourseArgument,
    student: StudentOption = None,
    last: Annotated[int | None, typer.Option("--last", min=1, metavar="N", help="Only the last N entries.")] = None,
) -> None:
    """Show what was done to the gradebook, when and by whom, newest last.

    \b
    grader history examples/course --last 20
    grader history examples/course --student anna
    """
    with exit_status():
        show_history(course, student=student, last=last)


def stats(
    course: CourseArgument,
    assignment: SlugOption = None,
    lang: LanguageOption = None,
    html: Annotated[
        bool, typer.Option("--html", help="Also write the class report with charts, in both languages.")
    ] = False,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Show a class in numbers: how marks are spread, and for each check how many passed and what it tells.

    \b
    grader stats examples/course
    grader stats examples/course --html

    --html writes evidence/report.en.html and evidence/report.ru.html, for staff only: one file each, with a heat map
    of students and checks, the distribution, the hardest checks and the commonest mistakes.
    """
    with exit_status():
        show_stats(course, slug=assignment, language=lang, html=html, assignments=assignments)


def audit(course: CourseArgument) -> None:
    """Verify the audit log, and every row of the gradebook against it.

    Finds what was changed, added or removed past the grader, in the rows or in the log itself; then the exit
    status is 1. Needs the course's key, .grader-key, which does not lie in the database.
    """
    with exit_status():
        raise typer.Exit(verify_gradebook(course))


def forget(
    course: CourseArgument,
    student: Annotated[str | None, typer.Argument(metavar="STUDENT", help="Whom.", show_default=False)] = None,
    expired: Annotated[
        bool, typer.Option("--expired", help="Everybody past retention_days of course.toml, instead of one student.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Erase a student: identity, files, feedback, evidence, attempts and marks. This cannot be taken back.

    \b
    grader forget examples/course anna
    grader forget examples/course --expired

    A tombstone without a name stays, so that the audit log still verifies.
    """
    with exit_status():
        if (student is None) != expired:
            raise UsageProblem("Name one STUDENT, or ask for --expired.")
        if not yes:
            typer.confirm(f"Erase {student or 'everybody past retention_days'} from {course} for good?", abort=True)
        if student is None:
            raise typer.Exit(forget_expired(course, assignments=assignments))
        raise typer.Exit(forget_student(course, student, assignments=assignments))
