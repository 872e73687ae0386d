"""Names that the box gives to other sides whose own name was taken, and what the student called them.

Two links may claim one name; then the later one gets a name in the box that nobody has, and Django's exceptions may
tell it. A student has never written that name and must never read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .models import ModelFacts

_MARK = "_by_another_name"  # see grader/sandbox/subject/clashes.py
_LONGEST_END = 200  # characters
_MADE = re.compile(rf"\w+{_MARK}")


def made_names(models: Mapping[str, ModelFacts]) -> dict[str, str]:
    """Of every link the name that the box would give its other side, with the one that the student gave it."""
    return {
        f"{link.name}_of_{model.name.lower()}{_MARK}": link.reverse or link.name
        for model in models.values()
        for link in model.fields.values()
        if link.is_link
    }


def as_written(text: str, names: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """A text with the student's own names in it, and those of them that the box had replaced."""
    taken: dict[str, None] = {}

    def written(made: re.Match[str]) -> str:
        name = names.get(made[0], made[0].partition("_of_")[0])
        taken[name] = None
        return name

    return _MADE.sub(written, _uncut(text, names)), tuple(taken)


def _uncut(text: str, names: Mapping[str, str]) -> str:
    """The text with its last name whole again: a long text is cut, perhaps in the middle of such a name."""
    start = max(0, len(text) - _LONGEST_END)
    last = re.search(r"(\w+)(\.\.\.[ ()\d]*)?$", text[start:])
    if last is None or "_of_" not in last[1]:
        return text
    whole = next((name for name in names if name.startswith(last[1])), last[1])
    return f"{text[: start + last.start(1)]}{whole}{last[2] or ''}"
