"""``grader nbgrader``: an assignment as its source notebook, and our feedback as what it gives back."""

from __future__ import annotations

from pathlib import Path

from ..files import write_whole
from ..intake.assignments import find_assignment
from ..lms.nbgrader import CONFIG, WORKBENCH
from ..lms.nbgrader.source import source_notebook
from ..template.archive import zipped
from .classwork import open_course
from .export import tell_left_out
from .published_pages import published_pages
from .template import answer_of, project_of
from .terms import UsageProblem, console

_CONFIG_TEXT = """\
from grader.lms.nbgrader import configure

c = get_config()
configure(c)  # grading is left to the grader: no kernel is started

c.GradeInLane.assignments = {assignments!r}
c.GradeInLane.language = {language!r}
"""


def write_source(slug: str, course: Path, *, assignments: Path, solutions: Path, language: str, replace: bool) -> None:
    """Write ``course/source/SLUG/`` and, where there is none, the course's ``nbgrader_config.py``.

    Raises ``UsageProblem`` where a notebook is there that says something else, unless ``replace``.
    """
    assignment = find_assignment(slug, assignments)
    text = source_notebook(assignment, answer_of(assignment, solutions), language).encode()
    folder = course / "source" / slug
    notebook = folder / f"{slug}.ipynb"
    if notebook.exists() and notebook.read_bytes() != text and not replace:
        raise UsageProblem(
            f"{notebook} is there, and says something else. If nobody's work is in it, write it again with --force."
        )
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(notebook, text)
    write_whole(folder / WORKBENCH, zipped(project_of(assignment, solutions)))
    config = course / CONFIG
    if not config.exists():
        known = {"assignments": str(assignments.resolve()), "language": language}
        write_whole(config, _CONFIG_TEXT.format(**known).encode())
        console().print(f"{config}: nbgrader leaves the grading to us")
    elif "grader.lms.nbgrader" not in config.read_text(encoding="utf-8"):
        console().print(f"{config} does not leave the grading to us yet: see docs/howto/nbgrader.md")
    console().print(f"{notebook}: {len(assignment.checks)} checks. Next: nbgrader generate_assignment {slug}")


def write_feedback(slug: str, folder: Path, *, assignments: Path, language: str | None, replace: bool) -> None:
    """Write the published feedback pages where ``nbgrader release_feedback`` takes them from.

    ``language``: None is the course's. Raises ``UsageProblem`` where the course has no gradebook of nbgrader's.
    """
    from ..lms.nbgrader.book import NbBook  # nbgrader takes a second to import

    course = open_course(folder)
    pages, left_out = published_pages(course, slug, assignments=assignments, language=language or course.language)
    book = NbBook(course.folder, assignments, course.language)
    if not book.is_there:
        raise UsageProblem(f"{folder} has no gradebook of nbgrader's: nbgrader generate_assignment {slug} makes one.")
    written = 0
    for student, page in pages.items():
        why = book.give_back(slug, student, page, replace=replace)
        written += not why
        left_out += [(student, why)] if why else []
    tell_left_out(left_out)
    console().print(f"{written} feedback pages written. Next: nbgrader release_feedback {slug}")
