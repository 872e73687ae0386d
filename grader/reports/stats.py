"""A class's numbers as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.statistics import AssignmentClass, check_statistics, mark_statistics
from .class_report import class_words, decimal, percent, summary
from .safe import number, one_line
from .table import table

_BAR = 40


def stats_text(found: Sequence[AssignmentClass], language: str) -> str:
    """One block for each assignment: its numbers, its distribution, its checks."""
    words = class_words(language)
    if not found:
        return words("class.nobody") + "\n"
    return "\n".join(_block(one, language) for one in found)


def _block(found: AssignmentClass, language: str) -> str:
    words = class_words(language)
    told = ", ".join(f"{name} {value}" for name, value in summary(found, words))
    head = [words("class.check"), words("label.score"), words("class.pass_rate"), words("class.discrimination")]
    rows = [
        [
            entry.check.id,
            number(entry.check.max_points),
            percent(entry.pass_rate),
            decimal(entry.discrimination),
            "-" if entry.tries is None else number(entry.tries),
        ]
        for entry in check_statistics(found)
    ]
    checks = table([*head, words("class.tries")], rows)
    return f"{one_line(words.text(found.title))} ({one_line(found.slug)})\n{told}\n\n{_distribution(found)}\n{checks}"


def _distribution(found: AssignmentClass) -> str:
    bins = mark_statistics(found).bins
    most = max((count for *_, count in bins), default=0) or 1
    rows = [[f"{low:g}-{high:g}", str(count), "#" * round(count / most * _BAR)] for low, high, count in bins]
    width = max(len(row[0]) for row in rows)
    return "".join(f"{label:>{width}}  {count:>4}  {bar}".rstrip() + "\n" for label, count, bar in rows)
