"""What is shown while a class is graded, and how much of it at the end."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from grader.commands import progress
from grader.commands.progress import Screen, bar
from grader.core.verdict import Status
from grader.reports.grades import GradeRow
from tests.reports.samples import text, verdict


class Shown:
    """A console's text so far."""

    def __init__(self, *, terminal: bool) -> None:
        self._file = io.StringIO()
        self.console = Console(
            file=self._file,
            force_terminal=terminal,
            color_system=None,
            width=80,
            markup=False,
            emoji=False,
            highlight=False,
            soft_wrap=True,
        )

    @property
    def text(self) -> str:
        return self._file.getvalue()


@pytest.fixture
def log(monkeypatch) -> Shown:
    """Not a terminal."""
    shown = Shown(terminal=False)
    monkeypatch.setattr(progress, "console", lambda: shown.console)
    return shown


@pytest.fixture
def terminal(monkeypatch) -> Shown:
    monkeypatch.setenv("TERM", "xterm")  # a dumb one gets no bar
    shown = Shown(terminal=True)
    monkeypatch.setattr(progress, "console", lambda: shown.console)
    return shown


def row(student: str) -> GradeRow:
    return GradeRow(student, "", "", "one_to_one", "graded", 1.0, 2.0, "", "", "")


# -- while it runs -----------------------------------------------------------------------------------------


class Clock:
    """A bar whose time is the test's."""

    def __init__(self) -> None:
        self.now = 0.0
        self.shown = Shown(terminal=True)
        self.bar = bar(self.shown.console, 2000)
        self.bar.get_time = lambda: self.now
        self.bar.add_task("grading", total=2000)

    def one_after(self, seconds: float) -> None:
        self.now += seconds
        self.bar.advance(self.bar.task_ids[0])


def test_the_bar_says_how_many_how_fast_and_how_long():
    clock = Clock()
    for _ in range(100):
        clock.one_after(0.5)
    clock.shown.console.print(clock.bar.get_renderable())
    (line,) = clock.shown.text.splitlines()
    assert line.split()[2:] == ["100/2000", "5%", "2.0/s", "0:00:50", "0:15:50", "left"]


def test_the_rate_is_that_of_the_last_minute():
    """What was slow at first does not weigh on the time that is left."""
    clock = Clock()
    for seconds in [30.0] * 10 + [0.5] * 200:
        clock.one_after(seconds)
    assert clock.bar.tasks[0].speed == pytest.approx(2)


def test_on_a_terminal_the_lines_stand_above_the_bar(terminal):
    screen = Screen(total=3)
    with screen:
        for student in ("alice", "bob"):
            screen.show(student, "one_to_one", verdict())
        screen._progress.refresh()
        assert "2/3" in terminal.text
    lines = terminal.text.replace("\r", "\n").splitlines()
    assert any(line.endswith("alice  one_to_one  2/2  graded") for line in lines)
    assert max(len(line) for line in lines) <= 80


def test_a_log_gets_a_line_for_each_and_no_bar(log):
    screen = Screen(total=2)
    with screen:
        screen.show("alice", "one_to_one", verdict())
        screen.show("bob", "one_to_one", verdict())
    assert log.text == "alice  one_to_one  2/2  graded\nbob  one_to_one  2/2  graded\n"


# -- what was taken over -----------------------------------------------------------------------------------


def test_unchanged_verdicts_are_one_line_and_are_counted(log):
    screen = Screen(total=1)
    screen.unchanged({Status.GRADED: 1990, "rejected": 8})
    with screen:
        screen.show("alice", "one_to_one", verdict())
    screen.summary({}, [])
    assert log.text.startswith("1998 unchanged since they were graded\nalice")
    assert "1991 graded, 8 rejected, 0 error\n" in log.text


def test_one_unchanged_verdict_and_nothing_else(log):
    screen = Screen(total=0)
    screen.unchanged({"graded": 1})
    screen.summary({}, [])
    assert log.text == "1 unchanged since it was graded\n\n1 graded, 0 rejected, 0 error\n"


def test_where_nothing_is_unchanged_nothing_is_said(log):
    screen = Screen(total=0)
    screen.unchanged({"graded": 0})
    screen.summary({}, [])
    assert log.text == "\nNothing was handed in.\n"


# -- large classes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("students", "more"), [(60, None), (2000, "... and 1940 more: grades.csv")])
def test_the_marks_of_a_large_class_are_in_the_file(log, students, more):
    Screen(total=0).matrix([row(f"s{number:04}") for number in range(students)])
    lines = log.text.splitlines()
    assert [line for line in lines if line.startswith("s0")] == [f"s{number:04}    1/2" for number in range(60)]
    assert lines[-1] == (more or "s0059    1/2")


def test_of_much_that_needs_attention_our_errors_stand_first(log):
    screen = Screen(total=101)
    for number in range(100):
        screen.show(f"s{number:04}", "one_to_one", verdict(status=Status.REJECTED, score=None, reason=text("empty")))
    screen.show("zed", "one_to_one", verdict(status=Status.ERROR, score=None, reason=text("broke")))
    screen.summary({"ps1": 3}, [])
    lines = log.text.partition("Needs attention:\n")[2].splitlines()
    assert lines[0].startswith("  zed")
    assert lines[1].startswith("  ps1: no such assignment")
    assert lines[2].startswith("  s0000")
    assert lines[40:] == ["  ... and 62 more: status and incident in grades.csv"]
