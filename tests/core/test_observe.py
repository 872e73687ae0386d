"""Which of several runs is believed: an incident that two lanes saw, whatever our own machine did in between."""

from __future__ import annotations

import pytest

from grader.core.errors import GraderError
from grader.core.report import CheckRun, Job, RunReport
from grader.core.verdict import Incident, IncidentKind, Outcome
from grader.pipeline import observe

JOB = Job("one_to_one", {}, "a seed")
FINE = RunReport((CheckRun("a", Outcome.PASSED),))
DIED = RunReport((CheckRun("a", Outcome.FAILED, "incident"),), (Incident(IncidentKind.DIED, "a"),))
OTHER = RunReport((CheckRun("a", Outcome.FAILED, "incident"),), (Incident(IncidentKind.TIMEOUT, None),))
MEASURED = RunReport((), (Incident(IncidentKind.TIMEOUT, None, certain=True),))
OURS = RunReport((), trouble="a process of ours was killed")
GONE = GraderError("the lane is gone")


class Lane:
    """It and those made of it come to these, one after the other."""

    def __init__(self, *results: RunReport | GraderError) -> None:
        self.results = list(results)
        self.open = 0

    def run(self, job: Job) -> RunReport:
        result = self.results.pop(0)
        if isinstance(result, GraderError):
            raise result
        return result

    def fresh(self) -> Lane:
        self.open += 1
        return self

    def close(self) -> None:
        self.open -= 1


@pytest.mark.parametrize(
    ("results", "believed"),
    [
        ([FINE], FINE),
        ([MEASURED], MEASURED),
        ([DIED, DIED], DIED),
        ([DIED, OTHER], OTHER),
        ([DIED, FINE], FINE),  # it was the machine
        ([OURS, FINE], FINE),
        ([GONE, OURS, FINE], FINE),
        ([GONE, DIED, DIED], DIED),
        ([DIED, GONE, DIED], DIED),
        ([DIED, OURS, FINE], FINE),
    ],
)
def test_what_is_believed(results, believed) -> None:
    lane = Lane(*results)
    assert observe(JOB, lane) is believed
    assert (lane.results, lane.open) == ([], 0)


@pytest.mark.parametrize(
    "results", [[GONE, OURS, GONE], [DIED, OURS, GONE], [OURS, DIED, GONE], [GONE, GONE, DIED]], ids=str
)
def test_what_nothing_could_confirm_is_an_error_of_ours(results) -> None:
    """A zero for something that was seen once would be a guess."""
    lane = Lane(*results)
    with pytest.raises(GraderError, match=r"lane is gone|was killed"):
        observe(JOB, lane)
    assert (lane.results, lane.open) == ([], 0)
