"""A class at a glance: one self-contained HTML file for staff, without script, with charts drawn as SVG."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from markupsafe import Markup

from ..core.statistics import AssignmentClass, CheckStatistics, check_statistics, mark_statistics
from ..core.text import Text
from . import charts
from .safe import encodable, number, one_line
from .templates import template
from .words import Words, load_table

WORDS_FILE = Path(__file__).with_name("class_words.toml")
_HARDEST, _COMMONEST = 8, 10
_GOOD, _WEAK = 0.3, 0.1  # Ebel's rule of thumb for discrimination: above is good, below is to be looked at
_OUTCOMES = ("passed", "failed", "skipped")


@dataclass(frozen=True, slots=True)
class _Part:
    """One assignment as the page shows it."""

    slug: str
    title: str
    summary: Sequence[tuple[str, str]]
    charts: Sequence[Markup]
    checks: Sequence[Sequence[str]]
    heat_map: Markup


def class_report(course: str, found: Sequence[AssignmentClass], language: str, *, made_at: datetime) -> str:
    """The page. Can always be written as UTF-8."""
    words = class_words(language)
    parts = [_part(one, words) for one in found]
    when = f"{made_at:%Y-%m-%d %H:%M} UTC"
    page = template("class_report.html").render(
        course=one_line(course), parts=parts, words=words, language=language, made_at=when
    )
    return encodable(page)


@cache
def class_words(language: str) -> Words:
    """The reports' words with those of the class report."""
    sections = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))
    own = {f"{at}.{name}": Text.from_json(entry) for at, entries in sections.items() for name, entry in entries.items()}
    return Words(language, {**load_table(), **own})


def reading(value: float | None, words: Words) -> str:
    """A discrimination in plain words."""
    if value is None:
        return ""
    if value < 0:
        return words("class.wrong_way")
    return words("class.good" if value >= _GOOD else "class.fair" if value >= _WEAK else "class.tells_nothing")


def percent(value: float | None) -> str:
    """A rate for people; a dash for none."""
    return "-" if value is None else f"{value:.0%}"


def decimal(value: float | None) -> str:
    """A number with two digits; a dash for none."""
    return "-" if value is None else f"{value:.2f}"


def summary(found: AssignmentClass, words: Words) -> list[tuple[str, str]]:
    """The numbers of an assignment: (what, how much)."""
    marks = mark_statistics(found)
    told = [(words("class.students"), str(len(found.students)))]
    told += [(words.known(f"status_short.{status}", status), str(n)) for status, n in sorted(marks.statuses.items())]
    if marks.mean is not None and marks.median is not None:
        told.append((words("class.mean"), f"{marks.mean:.2f} / {number(found.max_score)}"))
        told.append((words("class.median"), f"{marks.median:.2f}"))
    if marks.quartiles:
        told.append((words("class.quartiles"), f"{marks.quartiles[0]:.2f} - {marks.quartiles[1]:.2f}"))
    if marks.deviation is not None:
        told.append((words("class.deviation"), f"{marks.deviation:.2f}"))
    return told


def _part(found: AssignmentClass, words: Words) -> _Part:
    checks = check_statistics(found)
    drawn = [_distribution(found, words), _hardest(checks, words), _commonest(found, words)]
    return _Part(
        slug=found.slug,
        title=one_line(words.text(found.title)),
        summary=summary(found, words),
        charts=[Markup(chart) for chart in drawn if chart],  # noqa: S704 - escaped by the charts' own template
        checks=[_row(entry, words) for entry in checks],
        heat_map=Markup(_heat_map(found, words)),  # noqa: S704 - the same
    )


def _row(entry: CheckStatistics, words: Words) -> list[str]:
    return [
        entry.check.id,
        one_line(words.text(entry.check.title)),
        number(entry.check.max_points),
        percent(entry.pass_rate),
        f"{decimal(entry.discrimination)} {reading(entry.discrimination, words)}",
        "-" if entry.tries is None else number(entry.tries),
    ]


def _distribution(found: AssignmentClass, words: Words) -> str:
    bins = mark_statistics(found).bins
    title = words("class.distribution")
    return charts.histogram(bins, title=title, x_label=words("label.score"), y_label=words("class.students"))


def _hardest(checks: Sequence[CheckStatistics], words: Words) -> str:
    known = sorted((e.pass_rate, e.check.id) for e in checks if e.pass_rate is not None)
    rows = [(name, 1 - rate, percent(1 - rate)) for rate, name in known[:_HARDEST] if rate < 1]
    return charts.bars(rows, title=words("class.hardest"), highest=1.0) if rows else ""


def _commonest(found: AssignmentClass, words: Words) -> str:
    common = sorted(found.diagnoses, key=lambda entry: (-entry.students, entry.id))[:_COMMONEST]
    rows = [(entry.id, float(entry.students), str(entry.students)) for entry in common]
    return charts.bars(rows, title=words("class.diagnoses"), highest=rows[0][1]) if rows else ""


def _heat_map(found: AssignmentClass, words: Words) -> str:
    students = sorted(found.graded, key=lambda student: (student.points or 0.0, student.name, student.login))
    rows = [
        charts.Row(
            one_line(student.name or student.login)[:26], [_outcome(student.outcomes.get(c.id)) for c in found.checks]
        )
        for student in students
    ]
    columns = [(check.id[:36], one_line(words.text(check.title))) for check in found.checks]
    legend = [(outcome, words(f"class.{outcome}")) for outcome in _OUTCOMES]
    return charts.heat_map(columns, rows, title=words("class.heat_map"), legend=legend)


def _outcome(outcome: object) -> str:
    return "" if outcome is None else str(outcome)
