"""``grader new``: an assignment that ``grader verify`` passes at once, from nothing or from another one."""

from __future__ import annotations

import keyword
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from string import Template

from ..core.errors import AssignmentError
from ..intake.assignments import find_assignment, load_assignment
from .renaming import Renaming, pairs_of
from .terms import UsageProblem, console
from .variant import Files, Variant

TEMPLATES = Path(__file__).with_name("new_assignment")
_SUFFIX = ".template"
_NOT_OURS = {*keyword.kwlist, "django", "grader", "pytest", "accounts"} | sys.stdlib_module_names


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line."""

    slug: str
    source: str | None
    renames: tuple[str, ...]
    assignments: Path
    solutions: Path


def make_new(request: Request) -> None:
    """Write ``assignments/SLUG`` and ``solutions/SLUG``, both or none.

    Raises ``UsageProblem`` and ``AssignmentError``; what was there before is never touched.
    """
    _refuse_slug(request)
    if request.source is None:
        if request.renames:
            raise UsageProblem("--rename changes a copy: say which with --from.")
        assignment, answers = _from_templates(request.slug)
    else:
        assignment, answers = _copy(request, request.source)
    _write(request, assignment, answers)
    _report(request, answers)


def _refuse_slug(request: Request) -> None:
    slug = request.slug
    if not re.fullmatch(r"[a-z][a-z0-9_]*", slug) or slug in _NOT_OURS:
        raise UsageProblem(f"{slug!r} cannot be a Django app: write small Latin letters, such as polls_fk.")
    for folder in (request.assignments, request.solutions):
        if not folder.is_dir():
            raise UsageProblem(f"There is no folder {folder}.")
        if (folder / slug).exists() or (folder / slug).is_symlink():
            raise UsageProblem(f"{folder / slug} is there already, and is not written over.")


# -- from nothing ------------------------------------------------------------------------------------------


def _from_templates(slug: str) -> tuple[Files, Files]:
    words = {"slug": slug, "title": slug.replace("_", " ").capitalize()}
    assignment, answers = (
        {
            name.removesuffix(_SUFFIX): Template(content.decode()).substitute(words).encode()
            for name, content in _read(TEMPLATES / part).items()
        }
        for part in ("assignment", "answers")
    )
    return assignment, answers


def _read(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


# -- from another assignment -------------------------------------------------------------------------------


def _copy(request: Request, source: str) -> tuple[Files, Files]:
    known = find_assignment(source, request.assignments)
    home = request.solutions / known.slug
    if not home.is_dir():
        raise UsageProblem(f"{known.slug} has no named answers to copy: there is no folder {home}.")
    renaming = Renaming(pairs_of(request.renames))
    assignment, answers = _read(known.folder), _read(home)
    variant = Variant(known, request.slug, renaming, [(known.folder, assignment), (home, answers)])
    return variant.files(assignment), variant.files(answers)


# -- onto the disk -----------------------------------------------------------------------------------------


def _write(request: Request, assignment: Files, answers: Files) -> None:
    """Both folders are finished and read once under temporary names, and then put in place."""
    slug = request.slug
    with (
        tempfile.TemporaryDirectory(prefix=".new-", dir=request.assignments) as first,
        tempfile.TemporaryDirectory(prefix=".new-", dir=request.solutions) as second,
    ):
        for home, files in ((Path(first, slug), assignment), (Path(second, slug), answers)):
            for name, content in files.items():
                (home / name).parent.mkdir(parents=True, exist_ok=True)
                (home / name).write_bytes(content)
        try:
            load_assignment(Path(first, slug))
        except AssignmentError as error:
            problem = str(error).replace(f"{first}/", "")
            raise UsageProblem(f"Nothing was written, since this would not be an assignment: {problem}") from error
        Path(first, slug).rename(request.assignments / slug)
        try:
            Path(second, slug).rename(request.solutions / slug)
        except BaseException:
            shutil.rmtree(request.assignments / slug)
            raise


def _report(request: Request, answers: Files) -> None:
    out = console()
    count = len({name.split("/")[0] for name in answers if "/" in name})
    out.print(f"{_near_by(request.assignments / request.slug)}: what is asked and how it is checked")
    out.print(f"{_near_by(request.solutions / request.slug)}: {count} named answers")
    if request.renames:
        out.print("Read its briefs, titles and hints again: their words were renamed, their sentences were not.")
    out.print(f"Next: grader verify {request.slug}")


def _near_by(path: Path) -> Path:
    """The path from the current folder, where it lies below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
