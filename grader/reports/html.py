"""A verdict as one self-contained HTML file: no script, nothing loaded from anywhere."""

from __future__ import annotations

from ..core.assignment import Assignment
from ..core.verdict import Verdict
from .pictures import pictures
from .safe import encodable
from .templates import template
from .view import page
from .words import words_in


def feedback(verdict: Verdict, language: str, *, assignment: Assignment | None = None, staff: bool = False) -> str:
    """The page of a verdict: the student's view, unless it is for staff. Can always be written as UTF-8."""
    shown = page(verdict, language, assignment=assignment, staff=staff)
    drawn = pictures(verdict, language, assignment)
    return encodable(template("feedback.html").render(page=shown, pictures=drawn, words=words_in(language)))
