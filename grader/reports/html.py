"""A verdict as one self-contained HTML file: no script, nothing loaded from anywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from ..core.assignment import Assignment
from ..core.verdict import Verdict
from .safe import encodable
from .view import page
from .words import words_in


def feedback(verdict: Verdict, language: str, *, assignment: Assignment | None = None, staff: bool = False) -> str:
    """The page of a verdict: the student's view, unless it is for staff. Can always be written as UTF-8."""
    shown = page(verdict, language, assignment=assignment, staff=staff)
    return encodable(_template().render(page=shown, words=words_in(language)))


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("feedback.html")
