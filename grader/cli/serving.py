"""``grader serve``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..commands.serve import serve as run_site
from ..commands.terms import Isolation
from .common import ASSIGNMENTS, AssignmentsOption, JobsOption, MarksIsolationOption, cores, exit_status


def serve(
    site: Annotated[Path, typer.Argument(metavar="FOLDER", help="The site's folder, made where there is none.")] = Path(
        ".grader-site"
    ),
    *,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port to listen on.")] = 8000,
    demo: Annotated[bool, typer.Option("--demo", help="With a course to look at, and who can log in.")] = False,
    jobs: JobsOption = None,
    min_isolation: MarksIsolationOption = Isolation.FULL,
    assignments: AssignmentsOption = ASSIGNMENTS,
) -> None:
    """Serve the site: students submit and read their results, staff see the class.

    Everything lies in FOLDER: courses, database, secret. With DATABASE_URL the database is elsewhere.
    """
    with exit_status():
        raise typer.Exit(
            run_site(
                site,
                host=host,
                port=port,
                jobs=jobs or cores(),
                min_isolation=min_isolation,
                demo=demo,
                assignments=assignments,
            )
        )
