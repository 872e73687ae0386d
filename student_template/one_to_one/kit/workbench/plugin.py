"""The pytest plug-in of a student's project: each check runs as it does in the grader, and fails in its words."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from _pytest.assertion import util

from ..core.assignment import CheckSpec
from ..core.errors import Lost
from ..core.report import CheckRun
from ..core.verdict import Outcome, earned, missing
from ..judge.failure import Failure, failure_of
from ..judge.fixtures import Fixtures
from ..judge.transcript import transcript_of
from ..reports.consoles import survive_old_consoles
from ..reports.safe import number
from .feedback import feedback, message
from .kit import Kit, read_kit
from .language import chosen_language, say
from .process import own_family
from .student import Student

_CHECKS = "test_public.py"


_WORKBENCH = pytest.StashKey["Workbench"]()


class NotImported(Exception):
    """The student's files could not be imported: no check can be run."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("assignment")
    group.addoption("--lang", choices=("en", "ru"), help="the language of the feedback")
    group.addoption("--seed", type=int, help="run with the random values of an earlier run")


def pytest_configure(config: pytest.Config) -> None:
    survive_old_consoles()
    fixtures = Fixtures()
    config.pluginmanager.register(fixtures, "fixtures-of-the-checks")
    workbench = config.stash[_WORKBENCH] = Workbench(config, read_kit(), fixtures)
    config.pluginmanager.register(workbench, "workbench")


@pytest.fixture(scope="session", autouse=True)
def _students_program(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    workbench: Workbench = request.config.stash[_WORKBENCH]
    with django_db_blocker.unblock(), workbench.program_at_hand():
        yield


class Workbench:
    """One run of the tests."""

    def __init__(self, config: pytest.Config, kit: Kit, fixtures: Fixtures) -> None:
        self._kit, self._fixtures = kit, fixtures
        self._language = chosen_language(config.getoption("--lang"))
        seed = config.getoption("--seed")
        self._seed: int = int.from_bytes(os.urandom(4)) if seed is None else seed
        self._student: Student
        self._refused: list[str] = []
        self._lost: Lost | None = None
        self._collected: set[str] = set()
        self._numbers: dict[str, int] = {}  # of an item among those of its check
        self._outcomes: dict[str, Outcome] = {}
        self._compared: tuple[str, Any, Any] | None = None

    # -- before the first check ----------------------------------------------------------------------------

    def pytest_report_header(self) -> str:
        return say(self._language, "seed", seed=self._seed)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """The grader's order, and the student's own tests behind."""
        order = {check.id: place for place, check in enumerate(self._kit.checks)}
        items.sort(key=lambda item: order.get(_check_id(item), len(order)))
        counted: dict[str, int] = {}
        for item in items:
            check_id = _check_id(item)
            self._numbers[item.nodeid] = counted.get(check_id, 0)
            counted[check_id] = self._numbers[item.nodeid] + 1
        self._collected = set(counted)

    @contextmanager
    def program_at_hand(self) -> Iterator[None]:
        """The student's program, imported once for all tests of the run."""
        with own_family(self._kit) as family:
            self._student = Student(self._kit, family)
            self._refused = family.absent.names
            yield

    # -- each check ----------------------------------------------------------------------------------------

    @pytest.fixture(autouse=True)
    def _made_ready(self, request: pytest.FixtureRequest, _students_program: None) -> None:
        item, student = request.node, self._student
        self._fixtures.seed = _seed(self._seed, f"{_check_id(item)}[{self._numbers.get(item.nodeid, 0)}]")
        self._compared = self._lost = None
        if student.import_error is None:
            try:
                student.next_check(self._fixtures.seed)
            except Lost as lost:
                self._lost = lost
        student.program.not_an_instance = None
        self._fixtures.program, self._fixtures.facts = student.program, student.facts

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        spec = self._spec(item)
        if self._student.import_error is not None:
            raise NotImported(self._said(_not_imported(spec, self._student)))
        if self._lost is not None:
            raise self._lost
        if spec is not None:
            # one that was left out of this run cannot have failed
            required = [check for check in spec.requires if check in self._collected]
            lacking = missing(required, self._outcomes)
            if lacking is not None:
                self._outcomes[spec.id] = Outcome.SKIPPED
                run = CheckRun(spec.id, Outcome.SKIPPED, "missing", skipped_because=lacking)
                raise pytest.skip.Exception(self._said(run), _use_item_location=True)
        result = yield
        if self._student.program.lost is not None:  # whatever the check made of it
            raise self._student.program.lost
        return result

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        if self._spec(item) is not None:  # as in the grader: see judge/session.py
            util._reprcompare = self._note_comparison  # noqa: SLF001
        return (yield)

    def _note_comparison(self, op: str, left: Any, right: Any) -> None:
        self._compared = (op, left, right)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        report: pytest.TestReport = yield
        spec = self._spec(item)
        if spec is None or report.skipped:
            return report
        if report.failed and call.excinfo is not None:
            run = self._failed(item, spec, call.excinfo)
            self._outcomes[spec.id] = run.outcome
            report.longrepr = self._feedback(spec, run)
        elif report.when == "call":
            self._outcomes.setdefault(spec.id, Outcome.PASSED)
        return report

    # -- its feedback --------------------------------------------------------------------------------------

    def _failed(self, item: pytest.Item, spec: CheckSpec, caught: pytest.ExceptionInfo[BaseException]) -> CheckRun:
        if isinstance(caught.value, NotImported):
            return _not_imported(spec, self._student)
        program = self._student.program
        if program.lost is not None or isinstance(caught.value, Lost):
            happened = {"incident": "protocol", "place": "here"}
            return CheckRun(spec.id, Outcome.FAILED, "incident", happened=happened)
        failure: Failure = failure_of(caught, self._compared, program.not_an_instance, item.path.parent)
        return CheckRun(
            id=spec.id,
            outcome=Outcome.ERROR if failure.kind == "ours" else Outcome.FAILED,
            failure=failure.kind,
            expected=failure.expected,
            happened=failure.happened,
            transcript=transcript_of(failure, program, self._kit.app),
            traceback=failure.traceback,
        )

    def _feedback(self, spec: CheckSpec, run: CheckRun) -> str:
        return feedback(self._kit, spec, run, self._student.broken, self._language)

    def _said(self, run: CheckRun) -> str:
        return message(run, titles=self._kit.titles, language=self._language)

    def _spec(self, item: pytest.Item) -> CheckSpec | None:
        return self._kit.check(_check_id(item))

    # -- after the last check ------------------------------------------------------------------------------

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        lines = [say(self._language, "not_handed_in", name=name) for name in self._refused]
        if self._outcomes.keys() >= self._kit.titles.keys():  # all of them were run, to the end
            lines.append(self._score(self._kit.checks))
        if Outcome.FAILED in self._outcomes.values():
            lines.append(say(self._language, "seed", seed=self._seed))
        if lines:
            terminalreporter.ensure_newline()
            terminalreporter.section(self._kit.slug, sep="-")
            for line in lines:
                terminalreporter.write_line(line)

    def _score(self, checks: Sequence[CheckSpec]) -> str:
        points = {check.id: check.points for check in checks}
        visible, whole = sum(points.values()), self._kit.max_score
        facts = {"earned": earned(self._outcomes, points), "visible": visible, "whole": whole}
        key = "summary" if visible < whole else "summary_all"
        return say(self._language, key, **{name: number(value) for name, value in facts.items()})


def _check_id(item: pytest.Item) -> str:
    """The id of the check that this item runs; empty for a test of the student's own."""
    if item.path.name != _CHECKS:
        return ""
    name: str = getattr(item, "originalname", None) or item.name
    return name.removeprefix("test_")


def _not_imported(spec: CheckSpec | None, student: Student) -> CheckRun:
    return CheckRun(spec.id if spec else "", Outcome.FAILED, "import", happened=student.import_error or {})


def _seed(root: int, check: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{root}:{check}".encode()).digest()[:8])
