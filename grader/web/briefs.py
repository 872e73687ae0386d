"""An assignment's brief and stub as a student of the site gets them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from ..core.assignment import Assignment

_STUBS = Path(__file__).parents[2] / "student_template"
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def brief(assignment: Assignment, language: str) -> SafeString:
    """The brief as HTML, without its title: the page has it.

    Authors' markup is Markdown only: tags in it are shown, not used.
    """
    file = assignment.folder / f"brief.{language}.md"
    return _rendered(file.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _rendered(text: str) -> SafeString:
    tokens = _markdown.parse(text)
    titled = tokens[:1] and tokens[0].tag == "h1"
    html = _markdown.renderer.render(tokens[3:] if titled else tokens, _markdown.options, {})
    return mark_safe(html)  # noqa: S308 - html is off


def stub(assignment: Assignment, name: str) -> str:
    """What students begin with; empty where no template was made of the assignment."""
    file = _STUBS / assignment.slug / assignment.app / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""
