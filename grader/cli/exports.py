"""The verbs ``grader export FORMAT``: marks for learning platforms and other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..commands.export import export_csv, export_json, export_nbgrader_csv, export_xlsx
from ..commands.feedback_export import export_feedback
from ..commands.lms_export import Wish, export_canvas, export_moodle, export_openedx
from ..lms.downloads.platforms import Platform
from .common import ASSIGNMENTS, AssignmentsOption, LanguageOption, exit_status
from .records import CourseArgument

OutOption = Annotated[
    Path | None,
    typer.Option("--out", "-o", dir_okay=False, metavar="FILE", help="Where to.", show_default="standard output"),
]
FileOption = Annotated[
    Path, typer.Option("--out", "-o", dir_okay=False, metavar="FILE", help="Where to.", show_default=False)
]
UnpublishedOption = Annotated[bool, typer.Option("--unpublished", help="Marks as they stand now, published or not.")]
WhichOption = Annotated[
    str, typer.Option("--assignment", "-a", metavar="SLUG", help="Which assignment.", show_default=False)
]
ColumnOption = Annotated[
    str | None,
    typer.Option("--column", metavar="NAME", help="What the column is called.", show_default="the assignment's title"),
]

export = typer.Typer(no_args_is_help=True, help="Write published marks for other programs.", rich_markup_mode=None)


@export.callback()
def _export() -> None:
    """Write published marks for other programs. Says whom it leaves out, and why."""


@export.command("csv")
def csv(
    course: CourseArgument,
    out: OutOption = None,
    unpublished: UnpublishedOption = False,
    bom: Annotated[bool, typer.Option("--bom", help="With the mark by which Excel knows UTF-8.")] = False,
) -> None:
    """One row for each student and assignment, those who handed in nothing included.

    \b
    grader export csv examples/course --out marks.csv
    grader export csv examples/course --out for-excel.csv --bom
    """
    with exit_status():
        export_csv(course, out=out, unpublished=unpublished, bom=bom)


@export.command()
def xlsx(
    course: CourseArgument,
    out: FileOption,
    unpublished: UnpublishedOption = False,
) -> None:
    """An Excel workbook: a table students x assignments with totals, and the rows of grades.csv.

    \b
    grader export xlsx examples/course --out marks.xlsx
    """
    with exit_status():
        export_xlsx(course, out=out, unpublished=unpublished)


@export.command()
def canvas(
    course: CourseArgument,
    assignment: WhichOption,
    into: Annotated[
        Path | None,
        typer.Option("--into", exists=True, dir_okay=False, metavar="FILE", help="Canvas's own export, to fill in."),
    ] = None,
    column: ColumnOption = None,
    scale: Annotated[bool, typer.Option("--scale", help="Convert, where Canvas has another number of points.")] = False,
    out: OutOption = None,
    unpublished: UnpublishedOption = False,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Canvas's gradebook CSV: your own export with one column filled in, or a new file.

    \b
    grader export canvas mycourse -a one_to_one --into Grades.csv --out filled.csv
    grader export canvas mycourse -a one_to_one --out new.csv

    Filling in your own export is safer: it holds Canvas's own numbers of students and of the assignment. A new
    file knows students by their SIS login, and makes an assignment of that title.
    """
    with exit_status():
        wish = Wish(course, assignment, assignments, out, unpublished)
        export_canvas(wish, into=into, column=column, scale=scale)


@export.command()
def moodle(
    course: CourseArgument,
    assignment: WhichOption,
    participants: Annotated[
        Path | None,
        typer.Option(
            "--participants", exists=True, dir_okay=False, metavar="FILE", help="Moodle's list of who is in the course."
        ),
    ] = None,
    column: ColumnOption = None,
    out: OutOption = None,
    unpublished: UnpublishedOption = False,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """A CSV for Moodle's grade import: user name, ID number, e-mail address, points.

    \b
    grader export moodle mycourse -a one_to_one --participants participants.csv --out marks.csv

    Moodle refuses a whole file for one person it does not know: with its own list of participants (Participants,
    With selected users, Download as CSV) those are left out, and named.
    """
    with exit_status():
        wish = Wish(course, assignment, assignments, out, unpublished)
        export_moodle(wish, participants=participants, column=column)


@export.command()
def openedx(
    course: CourseArgument,
    assignment: WhichOption,
    into: Annotated[
        Path,
        typer.Option(
            "--into",
            exists=True,
            dir_okay=False,
            metavar="FILE",
            help="The file that Open edX gave you.",
            show_default=False,
        ),
    ],
    out: OutOption = None,
    unpublished: UnpublishedOption = False,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Open edX's staff graded points: the file that it gave you, with New Points filled in.

    \b
    grader export openedx mycourse -a one_to_one --into points.csv --out filled.csv
    """
    with exit_status():
        export_openedx(Wish(course, assignment, assignments, out, unpublished), into=into)


@export.command("json")
def json_(course: CourseArgument, out: OutOption = None, unpublished: UnpublishedOption = False) -> None:
    """All marks as JSON: a list of objects with the keys of grades.csv.

    \b
    grader export json mycourse | jq '.[] | select(.status == "missing") | .student'
    """
    with exit_status():
        export_json(course, out=out, unpublished=unpublished)


@export.command("nbgrader-csv")
def nbgrader_csv(course: CourseArgument, out: OutOption = None, unpublished: UnpublishedOption = False) -> None:
    """The CSV that nbgrader export writes: raw score, penalty, score; for programs that read that.

    \b
    grader export nbgrader-csv mycourse --out grades.csv

    Its cells are quoted, and who handed in nothing has none: nbgrader itself writes a name with a comma as two
    cells, and 0.0. Of our gradebook; nbgrader's own is exported by nbgrader export (docs/howto/nbgrader.md).
    """
    with exit_status():
        export_nbgrader_csv(course, out=out, unpublished=unpublished)


@export.command("moodle-feedback")
def moodle_feedback(
    course: CourseArgument,
    assignment: WhichOption,
    out: FileOption,
    lang: LanguageOption = None,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Published feedback pages as the zip that Moodle takes: Upload multiple feedback files in a zip.

    \b
    grader export moodle-feedback mycourse -a one_to_one --out feedback.zip

    For what grader collect brought from Moodle: a page is named as Moodle names the submission. It shows the verdict
    that was published. Names whose page it leaves out, and why.
    """
    with exit_status():
        export_feedback(course, assignment, Platform.MOODLE, out=out, assignments=assignments, language=lang)


@export.command("canvas-feedback")
def canvas_feedback(
    course: CourseArgument,
    assignment: WhichOption,
    out: FileOption,
    lang: LanguageOption = None,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Published feedback pages as the zip that Canvas takes: Re-Upload Submissions.

    \b
    grader export canvas-feedback mycourse -a one_to_one --out feedback.zip

    For what grader collect brought from Canvas: a page is named as Canvas names the submission. It shows the verdict
    that was published. Names whose page it leaves out, and why.
    """
    with exit_status():
        export_feedback(course, assignment, Platform.CANVAS, out=out, assignments=assignments, language=lang)
