"""The verb that fills a course: ``grader collect``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..commands.collect import Wish
from ..commands.collect import collect as collect_all
from ..lms.downloads.platforms import Platform
from .common import ASSIGNMENTS, AssignmentsOption, exit_status


def collect(
    archive: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, metavar="ARCHIVE", help="The zip that the platform gave.", show_default=False
        ),
    ],
    assignment: Annotated[
        str, typer.Option("--assignment", "-a", metavar="SLUG", help="Which assignment it is of.", show_default=False)
    ],
    course: Annotated[
        Path, typer.Option("--course", metavar="DIR", exists=True, file_okay=False, help="The course's folder.")
    ] = Path(),
    platform: Annotated[
        Platform | None,
        typer.Option("--platform", help="Where it is from.", show_default="the one that names files so"),
    ] = None,
    names: Annotated[
        Path | None,
        typer.Option(
            "--names",
            exists=True,
            dir_okay=False,
            metavar="FILE",
            help="Who is who: a CSV with the columns name,id; Moodle's grading worksheet; or Canvas's gradebook.",
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(
            "--zone",
            metavar="NAME",
            help="The time zone of the times in Moodle's worksheet, such as Europe/Moscow.",
            show_default="this machine's",
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also replace what was put into submitted/ or changed there by hand.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be placed, and write nothing.")] = False,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Place what Moodle, Canvas or Gradescope gives for "download all submissions" into submitted/.

    \b
    grader collect "Course-One to one-42.zip" -a one_to_one --course mycourse --dry-run
    grader collect "Course-One to one-42.zip" -a one_to_one --course mycourse

    Students are those of students.csv, found by the platform's number, login or address, or else by name. A newer
    attempt is never replaced by an older one. Names what it could not place, and why; a submission with a harmful
    file in it is left out, and no other with it.
    """
    with exit_status():
        wish = Wish(archive, assignment, course, platform, names, zone, replace, dry_run)
        collect_all(wish, assignments)
