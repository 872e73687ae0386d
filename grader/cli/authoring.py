"""The verbs of those who write assignments and hand them out: ``new``, ``verify``, ``tables`` and so on.

What they do is imported when they are called: grading, which is called far more often, starts so much sooner.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..commands.terms import CHECKOUT, Isolation, Language
from ..lms.gradescope.results import Closed
from .common import (
    ASSIGNMENTS,
    SOLUTIONS,
    AssignmentsOption,
    IsolationOption,
    JobsOption,
    MarksIsolationOption,
    SolutionsOption,
    cores,
    exit_status,
)


def new(
    slug: Annotated[
        str, typer.Argument(metavar="SLUG", help="The new assignment's name, and its Django app's.", show_default=False)
    ],
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="SLUG", help="Copy this assignment and its named answers."),
    ] = None,
    rename: Annotated[
        list[str] | None,
        typer.Option("--rename", metavar="OLD=NEW,...", help="With --from: rename identifiers. May be repeated."),
    ] = None,
    solutions: SolutionsOption = SOLUTIONS,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Make a new assignment that verify passes at once: files to change, not to begin.

    \b
    grader new polls_fk
    grader new ships --from one_to_one --rename Women=Ship,Husband=Captain
    grader new ships --from one_to_one --rename Women=Ship --rename best_man=mate

    \b
    --rename takes names of classes, fields, functions and so on, and renames whole words:
      BestMan=Mate    BestMan, bestman, best_man, BEST_MAN, and best_man_id, BestManManager, ...
      best_man=mate   best_man, BEST_MAN and best_man_id, and no class
    It does so in all files of the assignment and of its answers, sentences included, and in the names
    of answers and of their files. Read the briefs, titles and hints again afterwards. A name that is
    taken already is refused. Addresses of web pages stay as they are.
    """
    from ..commands.new import Request, make_new

    with exit_status():
        make_new(Request(slug, source, tuple(rename or ()), assignments, solutions))


def verify(
    slug: Annotated[
        str | None, typer.Argument(metavar="SLUG", help="Only this assignment.", show_default=False)
    ] = None,
    solutions: SolutionsOption = SOLUTIONS,
    jobs: JobsOption = None,
    min_isolation: IsolationOption = Isolation.FULL,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Grade the named answers in solutions/ and compare each with its verdict.toml.

    Prints what hangs on each check too: more than half of a task's points needs a gate that says why.
    Warns of a check that no wrong answer fails, of one that passes before a student has written
    anything, of two equal answers, and of an answer that does not say why it is there.

    \b
    grader verify
    grader verify one_to_one
    """
    from ..commands.verify import verify as verify_answers

    with exit_status():
        raise typer.Exit(
            verify_answers(
                slug,
                assignments=assignments,
                solutions=solutions,
                jobs=jobs or cores(),
                min_isolation=min_isolation,
            )
        )


def tables(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="Which assignment.", show_default=False)],
    solutions: SolutionsOption = SOLUTIONS,
    min_isolation: IsolationOption = Isolation.FULL,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Print the tables of the model answer, as tables.toml says which tables are asked for.

    Students see them as a picture beside the tables that their own models make. Take out what the brief
    leaves open before you keep it.

    \b
    grader tables one_to_one > tables.toml
    """
    from ..commands.tables import print_tables

    with exit_status():
        print_tables(slug, assignments=assignments, solutions=solutions, min_isolation=min_isolation)


def template(
    slug: Annotated[
        str | None, typer.Argument(metavar="SLUG", help="Only this assignment.", show_default=False)
    ] = None,
    zips: Annotated[
        bool,
        typer.Option("--zip", help="Write SLUG.zip too, and SLUG-tests.zip, which updates a student's project."),
    ] = False,
    into: Annotated[
        Path,
        typer.Option("--into", metavar="DIR", file_okay=False, help="Where to.", show_default="student_template/"),
    ] = CHECKOUT / "student_template",
    solutions: SolutionsOption = SOLUTIONS,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Make what students receive: one complete Django project for each assignment.

    The folder is replaced as a whole. The stub is the model answer without what stands between the
    solution marks; of the checks only the public ones are in it. SLUG-tests.zip holds nothing that
    students hand in: unpacked over their work it loses them nothing.

    \b
    grader template
    grader template one_to_one --zip
    """
    from ..commands.template import make_templates

    with exit_status():
        make_templates(slug, assignments=assignments, solutions=solutions, into=into, zips=zips)


def gradescope(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="Which assignment.", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", dir_okay=False, metavar="FILE", help="Where to.", show_default="SLUG-gradescope.zip"
        ),
    ] = None,
    lang: Annotated[Language, typer.Option("--lang", help="The language of the feedback.")] = Language.EN,
    min_isolation: MarksIsolationOption = Isolation.FILTERED,
    hidden_checks: Annotated[
        Closed, typer.Option("--hidden-checks", help="When students see checks that are not public.")
    ] = Closed.VISIBLE,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Make the autograder that Gradescope runs: a zip with the grader and one assignment.

    \b
    grader gradescope one_to_one
    grader gradescope one_to_one --lang ru --hidden-checks after_published --out autograder.zip

    Gradescope's containers cannot isolate fully: there the level is filtered, and each result says so. Of
    checks that are not public students see titles and how they ended, never a value; with --hidden-checks
    they see nothing of them, and Gradescope then hides their total too.
    """
    from ..commands.gradescope import make_autograder
    from ..lms.gradescope.bundle import Terms

    with exit_status():
        terms = Terms(slug, lang, min_isolation, hidden_checks)
        make_autograder(terms, assignments=assignments, out=out or Path(f"{slug}-gradescope.zip"))
