"""The autograder that Gradescope is given: the grader itself, one assignment, and the two scripts that it runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from .results import Closed

# What `make setup` and `grader check` need of a checkout; no answers, no tests of ours.
_FILES = ("Makefile", "README.md", "pyproject.toml", "requirements/grader.txt", "requirements/box.txt")
SCRIPTS = ("setup.sh", "run_autograder")


@dataclass(frozen=True, slots=True)
class Terms:
    """How submissions are graded there. ``isolation``: the weakest box that will do."""

    slug: str
    language: str = "en"
    isolation: str = "filtered"  # Gradescope's containers have no user namespaces, which the full box needs
    closed: Closed = Closed.VISIBLE


def autograder_files(checkout: Path, assignment: Path, terms: Terms) -> dict[str, bytes]:
    """Every file of the autograder, by its path in the archive. ``OSError`` where the checkout is not whole."""
    files = {name: (checkout / name).read_bytes() for name in _FILES}
    files |= {f"grader/{name}": content for name, content in _below(checkout / "grader")}
    files |= {f"assignments/{terms.slug}/{name}": content for name, content in _below(assignment)}
    scripts = Environment(
        loader=PackageLoader("grader.lms.gradescope", "."),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - shell scripts, and what is put in is a slug or one of our own words
    )
    told = {"slug": terms.slug, "language": terms.language, "isolation": terms.isolation, "closed": terms.closed.value}
    for name in SCRIPTS:
        files[name] = scripts.get_template(f"{name}.template").render(told).encode()
    return files


def _below(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part == "__pycache__" or part.startswith(".") for part in parts):
            yield "/".join(parts), path.read_bytes()
