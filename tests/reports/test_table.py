from __future__ import annotations

from grader.reports.table import table


def test_columns_stand_below_each_other():
    lines = table(["student", "mark"], [["alice", "9/9"], ["Олег", "-"], ["日本", "1"]]).splitlines()
    assert lines == ["student  mark", "-------  ----", "alice    9/9", "Олег     -", "日本     1"]


def test_a_cell_cannot_leave_its_line():
    assert "a\\nb\\x1b[2J" in table(["student"], [["a\nb\x1b[2J"]])
