"""Charts as SVG texts: self-contained, legible without colour, and in the dark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .safe import encodable
from .templates import template

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 640, 300, 56, 44, 28
_MARKS = {"passed": "", "failed": "x", "skipped": "-", "error": "!"}  # what a cell says without colour
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: points as (x, y)."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a heat map: whose it is, and for each column an outcome's name ("" for none)."""

    label: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Axis:
    """Where values lie on one axis: ``ticks`` are (place, text)."""

    low: float
    high: float
    log: bool
    begin: float
    end: float

    def place(self, value: float) -> float:
        scale = math.log10 if self.log else float
        low, high = scale(self.low), scale(self.high)
        return round(self.begin + (scale(value) - low) / ((high - low) or 1.0) * (self.end - self.begin), 1)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        if self.log:
            values = [
                10.0**power for power in range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            ]
            values = [value for value in values if self.low <= value <= self.high]
        else:
            step = _nice((self.high - self.low) / _TICKS)
            values = [number * step for number in range(math.ceil(self.low / step), math.floor(self.high / step) + 1)]
        return [(self.place(value), f"{value:g}") for value in values]


def _nice(step: float) -> float:
    """The nearest 1, 2 or 5 times a power of ten, from above."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step * 0.999)


def line_chart(
    series: Sequence[Series], *, title: str, x_label: str, y_label: str, log_x: bool = False, log_y: bool = False
) -> str:
    """Lines with their points marked, as a document of its own."""
    xs = [x for one in series for x, _ in one.points]
    ys = [y for one in series for _, y in one.points]
    across = Axis(min(xs), max(xs), log_x, _LEFT, _WIDTH - 20)
    up = Axis(min(ys) if log_y else 0.0, max(ys) * 1.05 or 1.0, log_y, _HEIGHT - _BOTTOM, _TOP)
    lines = [
        {"name": one.name, "dots": [(across.place(x), up.place(y), f"{x:g}: {y:g}") for x, y in one.points]}
        for one in series
    ]
    return _drawn("lines", title=title, x_label=x_label, y_label=y_label, across=across, up=up, lines=lines)


def histogram(bins: Sequence[tuple[float, float, int]], *, title: str, x_label: str, y_label: str) -> str:
    """One bar for each (from, to, count), counts written above them."""
    across = Axis(bins[0][0], bins[-1][1], log=False, begin=_LEFT, end=_WIDTH - 20)
    up = Axis(0.0, max(1, *(count for *_, count in bins)) * 1.1, log=False, begin=_HEIGHT - _BOTTOM, end=_TOP)
    shown = [
        {
            "x": across.place(low) + 1,
            "width": across.place(high) - across.place(low) - 2,
            "y": up.place(count),
            "height": up.begin - up.place(count),
            "count": count,
            "told": f"{low:g}-{high:g}: {count}",
        }
        for low, high, count in bins
    ]
    return _drawn("histogram", title=title, x_label=x_label, y_label=y_label, across=across, up=up, bins=shown)


def bars(rows: Sequence[tuple[str, float, str]], *, title: str, highest: float) -> str:
    """Horizontal bars: (label, value, what is written behind the bar)."""
    axis = Axis(0.0, highest or 1.0, log=False, begin=260, end=_WIDTH - 70)
    shown = [
        {"label": label, "width": axis.place(value) - axis.begin, "told": told, "y": 34 + 24 * number}
        for number, (label, value, told) in enumerate(rows)
    ]
    return _drawn("bars", title=title, rows=shown, begin=axis.begin, height=44 + 24 * len(rows))


def heat_map(
    columns: Sequence[tuple[str, str]], rows: Sequence[Row], *, title: str, legend: Sequence[tuple[str, str]]
) -> str:
    """Students down, checks across: (id, title) of each column. ``legend``: (outcome, its words)."""
    return _drawn("heat", title=title, columns=columns, rows=rows, legend=legend, marks=_MARKS)


def _drawn(kind: str, **values: Any) -> str:
    drawing = template("charts.html").module
    return encodable(str(getattr(drawing, kind)(**values))).strip() + "\n"
