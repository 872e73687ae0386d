"""The verbs for courses that use nbgrader: ``grader nbgrader source | feedback``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..commands.terms import Language
from .common import ASSIGNMENTS, SOLUTIONS, AssignmentsOption, LanguageOption, SolutionsOption, exit_status

nbgrader = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="An assignment as a notebook of nbgrader's, and marks for it."
)

SlugArgument = Annotated[str, typer.Argument(metavar="SLUG", help="Which assignment.", show_default=False)]
CourseOption = Annotated[
    Path, typer.Option("--course", metavar="DIR", exists=True, file_okay=False, help="The course's folder.")
]


@nbgrader.callback()
def _nbgrader() -> None:
    """Work with nbgrader: it hands out and collects, the grader grades."""


@nbgrader.command()
def source(
    slug: SlugArgument,
    course: CourseOption = Path(),
    lang: LanguageOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a notebook that says something else.")] = False,
    solutions: SolutionsOption = SOLUTIONS,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Write an assignment as nbgrader's source notebook.

    \b
    grader nbgrader source one_to_one --course mycourse --lang ru
    cd mycourse && nbgrader generate_assignment one_to_one

    \b
    Written into the course's folder:
      source/SLUG/SLUG.ipynb       the brief, a solution cell, and a cell with points for each check
      source/SLUG/workbench.zip    what shows a student the public checks in her notebook
      nbgrader_config.py           where there is none: nbgrader autograde leaves the grading to the grader
    """
    from ..commands.notebooks import write_source

    with exit_status():
        language = lang or Language.EN
        write_source(slug, course, assignments=assignments, solutions=solutions, language=str(language), replace=force)


@nbgrader.command()
def feedback(
    slug: SlugArgument,
    course: CourseOption = Path(),
    lang: LanguageOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace pages that nbgrader made.")] = False,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Put the published feedback pages where nbgrader release_feedback takes them from.

    \b
    grader publish mycourse
    grader nbgrader feedback one_to_one --course mycourse
    cd mycourse && nbgrader release_feedback one_to_one

    In place of nbgrader generate_feedback, which shows the graded notebook. Names whose page it leaves out, and why.
    """
    from ..commands.notebooks import write_feedback

    with exit_status():
        write_feedback(slug, course, assignments=assignments, language=lang, replace=force)
