"""What became of every attack, group by group: a plugin of pytest, for ``make hostile``.

    python -m pytest -p tests.hostile.report tests/hostile

A test of an attack says by ``record_property`` what was ``required``, what was ``observed``, and how many points were
``gained``. ``GRADER_ATTACKS`` names a file that gets all of it as JSON, by attack.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

_CONSOLE_WIDTH = 160
_HELD, _WON, _NOT_ASKED = "held", "WON", "not asked"


@dataclass(frozen=True, slots=True)
class Row:
    """One attack's outcome. ``end``: one of the three above; ``observed``: the reason where it was not asked."""

    name: str
    required: str
    observed: str
    gained: float
    seconds: float
    end: str

    @property
    def group(self) -> str:
        return self.name.split("/", maxsplit=1)[0]


class Reporter:
    """Gathers the outcomes from all workers, and prints them in the end."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = report.nodeid.partition("[")[2].removesuffix("]")
        if "/" not in name or (report.when != "call" and report.passed):
            return
        told: dict[str, Any] = dict(report.user_properties)
        if report.skipped:
            observed, end = (
                str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr),
                _NOT_ASKED,
            )
        elif report.failed:
            observed, end = report.longreprtext.strip().splitlines()[-1], _WON
        else:
            observed, end = str(told.get("observed", "")), _HELD
        gained = float(told.get("gained", 0))
        self._rows[name] = Row(name, str(told.get("required", "")), observed, gained, report.duration, end)

    def pytest_terminal_summary(self) -> None:
        if not self._rows:
            return
        groups: dict[str, list[Row]] = defaultdict(list)
        for name in sorted(self._rows):
            groups[self._rows[name].group].append(self._rows[name])
        out = Console(width=_CONSOLE_WIDTH)
        for group, rows in groups.items():
            out.print(_of_group(group, rows))
        out.print(_of_all(groups))
        if place := os.environ.get("GRADER_ATTACKS"):
            told = {name: asdict(row) for name, row in sorted(self._rows.items())}
            Path(place).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _of_group(group: str, rows: list[Row]) -> Table:
    table = Table(box=SIMPLE_HEAD, title=group, title_justify="left", title_style="bold", expand=True)
    table.add_column("attack", ratio=4, overflow="fold")
    table.add_column("required", ratio=4, overflow="fold")
    table.add_column("observed", ratio=4, overflow="fold")
    table.add_column("gained", justify="right")
    table.add_column("s", justify="right")
    table.add_column("")
    for row in rows:
        name = row.name.partition("/")[2]
        table.add_row(name, row.required, row.observed, f"{row.gained:g}", f"{row.seconds:.2f}", row.end)
    return table


def _of_all(groups: dict[str, list[Row]]) -> Table:
    table = Table(box=SIMPLE_HEAD, title="All attacks", title_justify="left", title_style="bold", show_footer=True)
    every = [row for rows in groups.values() for row in rows]
    table.add_column("group", footer="all")
    for title, end in (("held", _HELD), ("won", _WON), ("not asked", _NOT_ASKED)):
        table.add_column(title, str(sum(row.end == end for row in every)), justify="right")
    table.add_column("points gained", f"{sum(row.gained for row in every):g}", justify="right")
    table.add_column("seconds", f"{sum(row.seconds for row in every):.0f}", justify="right")
    for group, rows in groups.items():
        counts = [str(sum(row.end == end for row in rows)) for end in (_HELD, _WON, _NOT_ASKED)]
        gained, seconds = sum(row.gained for row in rows), sum(row.seconds for row in rows)
        table.add_row(group, *counts, f"{gained:g}", f"{seconds:.0f}")
    return table


def pytest_configure(config: pytest.Config) -> None:
    """In the process that prints; its workers only run."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Reporter(), "attacks")
