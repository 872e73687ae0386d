"""``grader serve`` and ``grader submit``: the site, and a way to it for programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..commands.serve import serve as run_site
from ..commands.submit import Site
from ..commands.submit import submit as hand_in
from ..commands.terms import Isolation, Language
from .common import (
    ASSIGNMENTS,
    AssignmentsOption,
    JobsOption,
    LanguageOption,
    MarksIsolationOption,
    cores,
    exit_status,
)


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


def submit(
    path: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            metavar="FILE",
            help="A .py, a .zip or .tar.gz, or a notebook.",
            show_default=False,
        ),
    ],
    assignment: Annotated[
        str, typer.Option("--assignment", "-a", metavar="SLUG", help="Which assignment it answers.", show_default=False)
    ],
    server: Annotated[
        str, typer.Option("--server", envvar="GRADER_SERVER", metavar="URL", help="The site.", show_default=False)
    ],
    course: Annotated[
        str,
        typer.Option(
            "--course", envvar="GRADER_COURSE", metavar="NAME", help="As it stands in addresses.", show_default=False
        ),
    ],
    token: Annotated[
        str,
        typer.Option(
            envvar="GRADER_TOKEN",
            metavar="TOKEN",
            help="Yours, from the site's page Tokens; better in the environment than here.",
            show_default=False,
        ),
    ],
    *,
    only_try: Annotated[bool, typer.Option("--try", help="Run the checks, and use no attempt.")] = False,
    lang: LanguageOption = None,
) -> None:
    """Hand in to a site, wait, and print the verdict."""
    with exit_status():
        site = Site(server, course, token)
        raise typer.Exit(hand_in(path, assignment, site, only_try=only_try, language=lang or Language.EN))
