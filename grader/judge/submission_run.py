"""One submission's way through a lane: its programs, what stopped them, what they printed, what it took."""

from __future__ import annotations

import time
from typing import Any

from ..core.assignment import Assignment, CheckSpec, Visibility
from ..core.errors import GraderError, Lost
from ..core.limits import Limits
from ..core.report import CheckRun, Job, RunReport
from ..core.schema import Schema
from ..core.verdict import Incident, Outcome
from ..sandbox.launcher import Ended, Family, Zygote
from . import loading
from .gathering import gathered
from .incident import KilledFromOutside, incident_of
from .program import Program
from .remote import connect


class SubmissionRun:
    """Starts a program, replaces it after an incident (a few times), and keeps the account."""

    def __init__(self, zygote: Zygote, assignment: Assignment, job: Job, limits: Limits) -> None:
        self.assignment, self.job = assignment, job
        self.program: Program
        self._family: Family
        self.facts: dict[str, Any] = {}
        self.import_error: dict[str, Any] | None = None
        self._zygote, self._limits = zygote, limits
        self._until = time.monotonic() + limits.submission_seconds
        self._began = time.perf_counter()
        self._seconds = {"sandbox": 0.0, "import": 0.0, "migrate": 0.0}
        self._problems: list[dict[str, Any]] = []
        self._incidents: list[Incident] = []
        self._left = limits.fresh_subjects
        self._running = False
        self._hidden = False
        self._printed = {False: "", True: ""}  # by whether it was printed during hidden checks
        self._truncated = False
        self._schema: Schema | None = None  # of the first program

    # -- programs ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Starts a program, imports and migrates. An incident or an error at import is noted, not raised."""
        self._family = self._timed("sandbox", lambda: self._zygote.family(self._limits))
        self.program = Program(self._family, self._limits, self._until)
        self._running = True
        connect(self.program)
        try:
            self.facts = self._timed("import", self._load)
            if self.import_error is None:
                self._problems = self._timed("migrate", self._migrate)
                self.import_error = self._timed("import", self._load_modules)
        except Lost as lost:
            self.program.lost = self.program.lost or lost
        if self.program.lost is not None:
            self.stopped(None)

    def _load(self) -> dict[str, Any]:
        assignment = self.assignment
        files = {**self.job.files, **assignment.given}  # what is given nobody can replace
        facts = loading.load(self.program, assignment.app, files)
        self.import_error = facts["error"]
        return facts

    def _load_modules(self) -> dict[str, Any] | None:
        given = "models.py" not in self.assignment.submit
        return loading.load_modules(self.program, self.assignment.modules, models_given=given)

    def _migrate(self) -> list[dict[str, Any]]:
        problems = loading.migrate(self.program, self.assignment.app, self.facts)
        if self._schema is None:  # those of a later program: it could tell by them what it has seen
            self._schema = self.program.schema
        return problems

    def _timed(self, part: str, action: Any) -> Any:
        began = time.perf_counter()
        try:
            return action()
        finally:
            self._seconds[part] += time.perf_counter() - began

    def _end(self) -> Ended:
        ended: Ended = self._timed("sandbox", lambda: self._family.end(kill=self.program.deaf))
        return ended

    def ready(self) -> bool:
        """Whether a program is there to be asked: starts a fresh one where the last was stopped."""
        while not self._running and self._left > 0 and self._may_go_on():
            self._left -= 1
            self.start()
        return self._running

    @property
    def stopped_at_import(self) -> bool:
        """Whether a program was stopped before any check could ask it: then no check can be judged."""
        return any(incident.check is None for incident in self._incidents)

    def _may_go_on(self) -> bool:
        return not self.stopped_at_import and time.monotonic() < self._until

    def reset(self, seed: int) -> bool:
        """Makes ready for a check; False where the program was lost by that."""
        try:
            self.program.next_check(seed)
        except Lost:
            return False
        return True

    def stopped(self, check: str | None) -> None:
        """The program is lost: ends it, and notes the incident with the check that hit it."""
        lost = self.program.lost
        assert lost is not None
        self._running = False
        try:
            ended = self._end()
            self._incidents.append(incident_of(lost, ended, self._limits, check))
        except KilledFromOutside as killed:
            raise GraderError(f"the program was killed from outside: {killed}") from None
        finally:
            self._collect_output()

    # -- the account ---------------------------------------------------------------------------------------

    def before(self, spec: CheckSpec) -> None:
        """Called before each check: from the first one that is not public, output is for staff only."""
        if spec.visibility is not Visibility.PUBLIC and not self._hidden:
            self._collect_output()
            self._hidden = True

    def _collect_output(self) -> None:
        text, cut = self._family.output.take()
        self._printed[self._hidden] += text
        self._truncated |= cut and not self._hidden

    def last_incident(self, check: str) -> dict[str, Any]:
        """The incident that keeps this check from being judged, as data for its message."""
        incident = self._incidents[-1]
        place = "import" if incident.check is None else "here" if incident.check == check else "before"
        return {"incident": incident.kind.value, "place": place}

    def report(self, checks: tuple[CheckRun, ...]) -> RunReport:
        """Ends the program and tells everything that was observed."""
        facts = self._facts(checks)
        self._finish()
        self._collect_output()
        total = time.perf_counter() - self._began
        in_checks = sum(check.seconds for check in checks)
        seconds = {**self._seconds, "checks": in_checks, "total": total}
        return RunReport(
            checks=checks,
            incidents=tuple(self._incidents),
            import_error=self.import_error,
            broken=(*self.facts.get("broken", ()), *self._problems),
            facts=facts,
            schema=self._schema if self._schema and "models.py" in self.assignment.submit else Schema(),
            output=self._printed[False],
            hidden_output=self._printed[True],
            truncated=self._truncated,
            seconds={name: round(value, 4) for name, value in seconds.items()},
        )

    def _facts(self, checks: tuple[CheckRun, ...]) -> dict[str, Any]:
        """What diagnoses are made of; nothing where none is needed, or the program does not run any more."""
        if not self._running or self._incidents or all(check.outcome is Outcome.PASSED for check in checks):
            return {}
        files = {place: content for place, content in self.job.files.items() if place not in self.assignment.given}
        return gathered(self.program, self.facts, files)

    def _finish(self) -> None:
        if self._running:
            self._running = False
            self._end()

    def close(self) -> None:
        """Whatever happened: nothing of this submission stays."""
        self._finish()
