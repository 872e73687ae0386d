"""The verbs for when an assignment was changed: ``regrade`` and ``undo``."""

from __future__ import annotations

from typing import Annotated

import typer

from ..commands.classwork import Wanted
from ..commands.grading import Means
from ..commands.regrade import regrade as regrade_course
from ..commands.regrade import undo as undo_regrade
from ..commands.terms import Isolation, UsageProblem
from .common import ASSIGNMENTS, AssignmentsOption, JobsOption, MarksIsolationOption, cores, exit_status
from .records import CourseArgument, SlugOption, StudentOption


def regrade(
    course: CourseArgument,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say whose mark would change, and change nothing.")
    ] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Let it count.")] = False,
    assignment: SlugOption = None,
    student: StudentOption = None,
    jobs: JobsOption = None,
    min_isolation: MarksIsolationOption = Isolation.FULL,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Grade again what may count, with the assignments as they are now.

    \b
    grader regrade examples/course --preview
    grader regrade examples/course --assignment one_to_one --apply

    Says whose mark would change, by how much and by which check. Verdicts are kept, so that --apply after
    --preview grades nothing twice. Points given by hand stay, and what is published stays until grader publish.
    """
    with exit_status():
        if preview == apply:
            raise UsageProblem("Say --preview (tells whose mark would change) or --apply (lets it count).")
        wanted = Wanted(assignments, assignment, student)
        raise typer.Exit(regrade_course(course, wanted, Means(jobs or cores(), min_isolation), apply=apply))


def undo(course: CourseArgument, assignments: AssignmentsOption = ASSIGNMENTS) -> None:
    """Take the last applied regrade back; again, the one before it.

    \b
    grader undo examples/course
    """
    with exit_status():
        raise typer.Exit(undo_regrade(course, assignments_folder=assignments))
