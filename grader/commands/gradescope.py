"""``grader gradescope``: one assignment as the autograder that Gradescope runs."""

from __future__ import annotations

from pathlib import Path

from ..files import write_named
from ..intake.assignments import find_assignment
from ..lms.gradescope.bundle import SCRIPTS, Terms, autograder_files
from ..template.archive import zipped
from .terms import CHECKOUT, console


def make_autograder(terms: Terms, *, assignments: Path, out: Path) -> None:
    """Write the archive. Raises ``AssignmentError`` for an assignment that cannot be loaded."""
    assignment = find_assignment(terms.slug, assignments)
    files = autograder_files(CHECKOUT, assignment.folder, terms)
    content = zipped(files, programs=SCRIPTS)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_named(out, content)
    console().print(
        f"{out}: {len(files)} files, {len(content) // 1024} KB."
        " Upload it in Gradescope: Configure Autograder, Zip file upload."
    )
