"""A lane that observes nothing by itself: for tests of what is made of an observation."""

from __future__ import annotations

from grader.core.report import Job, RunReport


class Told:
    """A lane that has observed what it is told."""

    def __init__(self, report: RunReport) -> None:
        self._report = report

    def run(self, job: Job) -> RunReport:
        return self._report

    def fresh(self) -> Told:
        return self

    def close(self) -> None:
        pass
