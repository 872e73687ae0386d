"""One submission's whole story: from what was handed in to its verdict."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from contextlib import closing
from typing import Protocol, Self

from . import wording
from .core.assignment import Assignment, CheckSpec, Visibility
from .core.errors import GraderError
from .core.report import CheckRun, Job, RunReport
from .core.submission import Submission
from .core.text import Text
from .core.verdict import CheckResult, FileEntry, Outcome, Output, Status, Verdict, earned
from .diagnosis.run import diagnose

_TRIES = 3  # of a run that failed for a reason of ours
_BEYOND_THE_CHECK = ("import", "incident", "missing")  # failures of which a check's own hint says nothing
_NO_HINT = Text("", "")


class Lane(Protocol):
    """What the pipeline needs of a lane; ``grader.engine.lane.Lane`` is one."""

    def run(self, job: Job) -> RunReport: ...
    def fresh(self) -> Self: ...
    def close(self) -> None: ...


def grade(submission: Submission, assignment: Assignment, lane: Lane, *, course_key: bytes) -> Verdict:
    """The verdict on a submission. Always one: what fails on our side is a verdict ``error`` without a score."""
    return grade_seeded(submission, assignment, lane, seed=seed_root(course_key, submission, assignment))


def grade_seeded(submission: Submission, assignment: Assignment, lane: Lane, *, seed: str) -> Verdict:
    """The same for who has the seed (``seed_root``) and not the course's key."""
    if submission.problem is not None:
        return rejected(submission, assignment, submission.problem)
    files = {file.target: file.content for file in submission.taken if file.target}
    job = Job(assignment=assignment.slug, files=files, seed=seed)
    try:
        report = observe(job, lane)
    except GraderError as error:
        return failed(submission, assignment, str(error))
    return _verdict(submission, assignment, report, job.seed)


def rejected(submission: Submission, assignment: Assignment, problem: Text) -> Verdict:
    """The verdict on what cannot be used. It needs no lane."""
    return _without_score(submission, assignment, Status.REJECTED, problem)


def failed(submission: Submission, assignment: Assignment, trouble: str) -> Verdict:
    """The verdict where something of ours failed: no score, and what staff need to know."""
    return _without_score(submission, assignment, Status.ERROR, wording.OURS, trouble)


def seed_root(course_key: bytes, submission: Submission, assignment: Assignment) -> str:
    """The secret that all random values of a submission's checks grow from."""
    subject = f"{submission.digest}:{assignment.digest}".encode()
    return hmac.new(course_key, subject, hashlib.sha256).hexdigest()


def observe(job: Job, lane: Lane) -> RunReport:
    """A report that can be relied on: an incident is confirmed on a fresh lane, a failure of ours is run again.

    Only an incident that the kernel measured (CPU seconds used up) counts as it stands. Raises ``GraderError`` where no
    run succeeds, and where an incident was seen once and nothing that came after it could say whether it was real.
    """
    seen: RunReport | None = None
    trouble = "what ended it was seen once only"
    for number in range(_TRIES):
        report, told = _try_fresh(job, lane) if number else _try(job, lane)
        trouble = told or trouble
        if report is None:
            continue
        if seen is not None or all(incident.certain for incident in report.incidents):
            return report  # confirmed, or it was the machine
        seen = report
    raise GraderError(trouble)


def _try_fresh(job: Job, lane: Lane) -> tuple[RunReport | None, str]:
    with closing(lane.fresh()) as other:
        return _try(job, other)


def _try(job: Job, lane: Lane) -> tuple[RunReport | None, str]:
    try:
        report = lane.run(job)
    except GraderError as error:
        return None, str(error)
    ours = [check for check in report.checks if check.outcome is Outcome.ERROR]
    if report.trouble or ours:
        return None, report.trouble or f"check {ours[0].id} failed by itself: {ours[0].traceback}"
    return report, ""


# -- pricing -----------------------------------------------------------------------------------------------


def _verdict(submission: Submission, assignment: Assignment, report: RunReport, seed: str) -> Verdict:
    runs = {run.id: run for run in report.checks}
    if set(runs) != {spec.id for spec in assignment.checks}:
        reason = "the judge did not run the checks of this assignment"
        return _without_score(submission, assignment, Status.ERROR, wording.OURS, reason)
    points = {spec.id: spec.points for spec in assignment.checks}
    outcomes = {id_: run.outcome for id_, run in runs.items()}
    told = _told_in_full(assignment, runs)
    diagnoses, troubles = diagnose(report, assignment)
    digests = {"assignment_digest": assignment.digest, "submission_digest": submission.digest}
    return Verdict(
        assignment=assignment.slug,
        student=submission.student,
        status=Status.GRADED,
        score=earned(outcomes, points),
        max_score=round(assignment.max_score, 3),
        checks=tuple(
            _result(assignment, spec, runs[spec.id], report, again=spec.id != told) for spec in assignment.checks
        ),
        incident=report.incidents[0] if report.incidents else None,
        diagnoses=diagnoses,
        files=_files(submission),
        output=Output(report.output, report.truncated),
        tables=report.schema,
        isolation=report.isolation,
        environment={**report.environment, **digests},
        seconds=report.seconds,
        staff={
            "seed": seed,
            "hidden_output": report.hidden_output,
            "incidents": [incident.to_json(staff=True) for incident in report.incidents],
            "not_migrated": [dict(entry) for entry in report.broken],
            "diagnoses_that_failed": troubles,
        },
    )


def _told_in_full(assignment: Assignment, runs: Mapping[str, CheckRun]) -> str | None:
    """The one check that brings the whole error at import: the first whose message students can read."""
    public = (spec.id for spec in assignment.checks if spec.visibility is Visibility.PUBLIC)
    return next((id_ for id_ in public if runs[id_].failure == "import"), None)


def _result(assignment: Assignment, spec: CheckSpec, run: CheckRun, report: RunReport, *, again: bool) -> CheckResult:
    """``again``: an error at import, the same for all checks, has been told in full."""
    titles = {other.id: other.title for other in assignment.checks}
    message = wording.message(run, broken=report.broken, titles=titles, again=again)
    return CheckResult(
        id=spec.id,
        task=spec.task,
        brief=spec.brief,
        title=spec.title,
        outcome=run.outcome,
        points=spec.points if run.outcome is Outcome.PASSED else 0.0,
        max_points=spec.points,
        visibility=spec.visibility,
        message=message,
        hint=_NO_HINT if run.failure in _BEYOND_THE_CHECK else spec.hint,
        expected=run.expected,
        happened=run.happened,
        transcript=run.transcript,
        skipped_because=run.skipped_because,
        evidence=run.evidence,
        staff={"traceback": run.traceback, "failure": run.failure, "seconds": run.seconds},
    )


def _files(submission: Submission) -> tuple[FileEntry, ...]:
    return tuple(FileEntry(file.path, file.sha256, file.taken, file.note) for file in submission.files)


def _without_score(
    submission: Submission, assignment: Assignment, status: Status, reason: Text, trouble: str = ""
) -> Verdict:
    return Verdict(
        assignment=assignment.slug,
        student=submission.student,
        status=status,
        score=None,
        max_score=round(assignment.max_score, 3),
        checks=(),
        reason=reason,
        files=_files(submission),
        environment={"assignment_digest": assignment.digest, "submission_digest": submission.digest},
        staff={"trouble": trouble} if trouble else {},
    )
