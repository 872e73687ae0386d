"""The run loop: pytest collects the checks once, then runs them for one submission after another.

Items keep state between runs (report sections, marks, properties); it is put back before each run, so that a
submission meets the checks as the first one did.
"""

from __future__ import annotations

import copy
import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from _pytest.assertion import util

from ..core.assignment import Assignment, CheckSpec
from ..core.errors import GraderError, Lost
from ..core.report import CheckRun, Job, RunReport
from ..core.verdict import Evidence, Outcome, missing
from ..sandbox.launcher import Zygote
from ..sandbox.limits import default_limits
from .failure import Failure, failure_of
from .fixtures import Fixtures
from .submission_run import SubmissionRun
from .transcript import transcript_of

Feed = Callable[["Session"], None]

_KEPT_STATE = ("_report_sections", "user_properties", "own_markers", "extra_keyword_matches")


class _ItemState:
    """What an item carries from run to run, as it was after collection."""

    def __init__(self, item: pytest.Item) -> None:
        self._item = item
        keywords: Any = item.keywords  # pytest has no way to take a copy of what it holds
        self._keywords = keywords
        self._lists = {name: copy.copy(getattr(item, name)) for name in _KEPT_STATE}
        self._markers = dict(self._keywords._markers)  # noqa: SLF001
        self._stash = dict(item.stash._storage)  # noqa: SLF001

    def restore(self) -> None:
        for name, value in self._lists.items():
            setattr(self._item, name, copy.copy(value))
        self._keywords._markers = dict(self._markers)  # noqa: SLF001
        self._item.stash._storage = dict(self._stash)  # noqa: SLF001


class Session:
    """The pytest plug-in that is the judge. ``feed`` gets it when all checks are collected."""

    def __init__(self, assignments: Sequence[Assignment], zygote: Zygote, feed: Feed) -> None:
        self._assignments = {assignment.slug: assignment for assignment in assignments}
        self._zygote = zygote
        self._feed = feed
        self._fixtures = Fixtures()
        self._items: dict[tuple[str, str], list[tuple[pytest.Item, _ItemState]]] = {}
        self._compared: tuple[str, Any, Any] | None = None
        self._caught: list[pytest.ExceptionInfo[BaseException]] = []
        self._called = False

    # -- pytest's hooks ------------------------------------------------------------------------------------

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise GraderError("the checks cannot be collected")
        slugs = {assignment.folder: slug for slug, assignment in self._assignments.items()}
        for item in session.items:
            check_id = getattr(item, "originalname", item.name).removeprefix("test_")
            key = (slugs[item.path.parent], check_id)
            self._items.setdefault(key, []).append((item, _ItemState(item)))
        self._feed(self)
        return True

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_protocol(self) -> Any:
        # In place of pytest's own explanation of a comparison, which looks at both sides closely, for a long time
        # where they are long, and would ask the student's program while doing so.
        util._reprcompare = self._note_comparison  # noqa: SLF001
        return (yield)

    def _note_comparison(self, op: str, left: Any, right: Any) -> None:
        self._compared = (op, left, right)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> None:
        self._called |= call.when == "call"
        if call.excinfo is not None:
            self._caught.append(call.excinfo)

    # -- one submission ------------------------------------------------------------------------------------

    def grade(self, job: Job) -> RunReport:
        """Runs every check of the job's assignment on one submission. Raises ``GraderError`` for our faults."""
        assignment = self._assignments[job.assignment]
        limits = default_limits().replaced(assignment.limits)
        run = SubmissionRun(self._zygote, assignment, job, limits)
        try:
            run.start()
            results: dict[str, CheckRun] = {}
            for spec in assignment.checks:
                run.before(spec)
                results[spec.id] = self._result(run, spec, results)
            return run.report(tuple(results.values()))
        finally:
            run.close()

    def _result(  # noqa: PLR0911 - one way out for each reason
        self, run: SubmissionRun, spec: CheckSpec, results: dict[str, CheckRun]
    ) -> CheckRun:
        if run.import_error is not None:
            return CheckRun(spec.id, Outcome.FAILED, "import", happened=run.import_error)
        if run.stopped_at_import:
            return CheckRun(spec.id, Outcome.FAILED, "incident", happened=run.last_incident(spec.id))
        lacking = missing(spec.requires, {id_: result.outcome for id_, result in results.items()})
        if lacking is not None:
            return CheckRun(spec.id, Outcome.SKIPPED, "missing", skipped_because=lacking)
        if not run.ready():
            return CheckRun(spec.id, Outcome.FAILED, "incident", happened=run.last_incident(spec.id))
        began = time.perf_counter()
        failure = self._run_check(run, spec)
        seconds = round(time.perf_counter() - began, 4)
        evidence = _evidence(run.program.sources)
        if run.program.lost is not None:  # whatever the check made of it
            run.stopped(spec.id)
            details = failure.traceback if failure else ""
            happened = run.last_incident(spec.id)
            return CheckRun(spec.id, Outcome.FAILED, "incident", happened=happened, traceback=details, seconds=seconds)
        if failure is None:
            return CheckRun(spec.id, Outcome.PASSED, evidence=evidence, seconds=seconds)
        return CheckRun(
            id=spec.id,
            outcome=Outcome.ERROR if failure.kind == "ours" else Outcome.FAILED,
            failure=failure.kind,
            expected=failure.expected,
            happened=failure.happened,
            evidence=evidence,
            transcript=transcript_of(failure, run.program, run.assignment.app),
            traceback=failure.traceback,
            seconds=seconds,
        )

    def _run_check(self, run: SubmissionRun, spec: CheckSpec) -> Failure | None:
        """None only where every item of the check was called and raised nothing."""
        fixtures = self._fixtures
        fixtures.program, fixtures.facts = run.program, run.facts
        items = self._items[run.assignment.slug, spec.id]
        for number, (item, state) in enumerate(items):
            fixtures.seed = check_seed(run.job.seed, f"{spec.id}[{number}]")
            state.restore()
            self._compared, self._called = None, False
            run.program.not_an_instance = None
            self._caught.clear()
            if not run.reset(fixtures.seed):
                return Failure("incident")
            # with no next item, every fixture is torn down
            item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
            if self._caught:
                if isinstance(self._caught[0].value, Lost):  # raised here, over an answer that is no answer
                    run.program.lost = run.program.lost or self._caught[0].value
                caught = self._caught[0]
                return failure_of(caught, self._compared, run.program.not_an_instance, run.assignment.folder)
            if not self._called:
                return Failure("ours", traceback="the check was not called")
        return None


def check_seed(root: str, check: str) -> int:
    """The check's own seed: same file, same data, whatever the order; not to be computed without the key."""
    return int.from_bytes(hmac.digest(root.encode(), check.encode(), hashlib.sha256)[:8])


def _evidence(sources: set[Evidence]) -> Evidence:
    for evidence in (Evidence.DATABASE, Evidence.BEHAVIOUR):
        if evidence in sources:
            return evidence
    return Evidence.DECLARED


def run_session(assignments: Sequence[Assignment], zygote: Zygote, feed: Feed) -> None:
    """Collects the checks and hands the session to ``feed``. Raises ``GraderError`` where it cannot."""
    session = Session(assignments, zygote, feed)
    if not assignments:  # pytest without paths would collect, and import, whatever lies in the current folder
        feed(session)
        return
    paths = [assignment.folder / name for assignment in assignments for name in _TESTS]
    tests = [str(path) for path in paths if path.is_file()]  # an assignment need not have hidden checks
    ini = Path(__file__).with_name("pytest.ini")
    arguments = ["-c", str(ini), f"--rootdir={ini.parent}", *tests]
    status = pytest.main(arguments, plugins=[session, session._fixtures])  # noqa: SLF001 - this module's own
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise GraderError(f"the judge's pytest session ended with {status!r}")


_TESTS = ("test_public.py", "test_hidden.py")
