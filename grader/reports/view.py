"""A verdict as a page: what is shown, in which order, in one language. Terminal and HTML only lay it out.

Every text here has gone through ``safe.visible``: nothing in a page can steer a terminal or reorder a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..core.assignment import Assignment, Visibility
from ..core.verdict import CheckResult, Diagnosis, Incident, Json, Outcome, Verdict
from .jsontext import json_text
from .safe import number, one_line, shortened, visible
from .words import Words, words_in

FACT_LIMIT = 600  # characters of one value: what was compared is shown, not a whole table

Lines = tuple[tuple[str, str], ...]  # label, value


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check as it is shown. Empty texts are left out of the layout."""

    id: str
    outcome: Outcome
    mark: str
    title: str
    points: str  # "0.5 / 2"
    brief: str  # the number of the brief's line, and what it says where that is known
    message: str = ""
    hint: str = ""
    reference: str = ""
    needs: str = ""
    closed: str = ""
    transcript: str = ""
    expected: Lines = ()
    happened: Lines = ()
    staff: str = ""


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task: its checks, and what they earned together."""

    title: str
    points: str
    checks: tuple[CheckView, ...]


@dataclass(frozen=True, slots=True)
class DiagnosisView:
    """A named mistake; ``place`` is "models.py, line 14" or empty."""

    message: str
    place: str
    reference: str


@dataclass(frozen=True, slots=True)
class FileView:
    """One file that was handed in, and what became of it."""

    path: str
    fate: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """A whole verdict."""

    language: str
    title: str
    student: str
    score: str  # "17 / 20", or the words for "no score"
    status: str
    reason: str
    incident: str
    isolation: str
    environment: str
    tasks: tuple[TaskView, ...]
    diagnoses: tuple[DiagnosisView, ...]
    files: tuple[FileView, ...]
    output: str
    truncated: bool
    staff: str


def page(verdict: Verdict, language: str, *, assignment: Assignment | None = None, staff: bool = False) -> Page:
    """What a verdict shows to a student, or to staff. ``assignment`` brings the titles of the tasks.

    The student's page is made of the student's view alone, so that nothing else can slip into it.
    """
    shown = verdict if staff else Verdict.from_json(verdict.to_json(staff=False))
    words = words_in(language)
    title = words.text(assignment.title) if assignment else shown.assignment
    return Page(
        language=language,
        title=one_line(title),
        student=one_line(shown.student),
        score=score_line(shown, words),
        status=words(f"status.{shown.status}"),
        reason=visible(words.text(shown.reason)) if shown.reason else "",
        incident=_incident(shown.incident, shown.checks, words) if shown.incident else "",
        isolation=words.known(f"isolation.{shown.isolation.get('level')}", words("isolation.unknown")),
        environment=_environment(shown.environment),
        tasks=tuple(_tasks(shown, assignment, words, staff=staff)),
        diagnoses=tuple(_diagnosis(entry, words) for entry in shown.diagnoses),
        files=tuple(
            FileView(
                path=one_line(file.path),
                fate=words("label.taken" if file.taken else "label.not_taken"),
                reason=visible(words.text(file.reason)) if file.reason else "",
            )
            for file in shown.files
        ),
        output=visible(shown.output.text),
        truncated=shown.output.truncated,
        staff=visible(json_text(shown.staff)) if staff and shown.staff else "",
    )


def score_line(verdict: Verdict, words: Words) -> str:
    """``17 / 20``, or the words for "no score"."""
    if verdict.score is None:
        return words("label.no_score")
    return f"{number(verdict.score)} / {number(verdict.max_score)}"


def _tasks(verdict: Verdict, assignment: Assignment | None, words: Words, *, staff: bool) -> list[TaskView]:
    titles = {task.id: words.text(task.title) for task in assignment.tasks} if assignment else {}
    by_task: dict[str, list[CheckResult]] = {}
    for check in verdict.checks:
        by_task.setdefault(check.task, []).append(check)
    named = {check.id: one_line(words.text(check.title)) for check in verdict.checks}
    return [
        TaskView(
            title=one_line(titles.get(task, task)),
            points=_share(sum(check.points for check in checks), sum(check.max_points for check in checks)),
            checks=tuple(_check(check, assignment, named, words, staff=staff) for check in checks),
        )
        for task, checks in by_task.items()
    ]


def _check(
    check: CheckResult, assignment: Assignment | None, named: dict[str, str], words: Words, *, staff: bool
) -> CheckView:
    short = CheckView(
        id=check.id,
        outcome=check.outcome,
        mark=words(f"mark.{check.outcome}"),
        title=named[check.id],
        points=_share(check.points, check.max_points),
        brief=_brief(check.brief, assignment, words),
        staff=visible(json_text(check.staff)) if staff and check.staff else "",
    )
    if check.outcome is Outcome.PASSED:
        return short
    missing = check.skipped_because
    message, hint = visible(words.text(check.message)), visible(words.text(check.hint))
    # a student has both sides in the message
    sides = (check.expected, check.happened) if staff or not message else ({}, {})
    return replace(
        short,
        message=message,
        hint=hint,
        reference=_reference(check.id, assignment) if hint else "",  # without a hint it was not about this check
        # the message names it too; of a check that is not public there is none
        needs=words("label.needs", check=named.get(missing, one_line(missing))) if missing and not message else "",
        closed="" if staff or check.visibility is Visibility.PUBLIC else words("label.closed"),
        transcript=visible(check.transcript),
        expected=facts(sides[0], words),
        happened=facts(sides[1], words),
    )


def _brief(line: str, assignment: Assignment | None, words: Words) -> str:
    said = assignment.brief.get(line) if assignment else None
    return one_line(f"{line}. {words.text(said).replace('`', '')}" if said else line)


def _reference(check_id: str, assignment: Assignment | None) -> str:
    if assignment is None:
        return ""
    known = {spec.id: spec.reference for spec in assignment.checks}
    return known.get(check_id) or ""


def facts(data: Json, words: Words) -> Lines:
    """Small data as labelled lines: texts as they are, the rest as Python writes it; long ones are cut."""
    return tuple(
        (
            words.known(f"fact.{key}", one_line(key.replace("_", " "))),
            shortened(visible(value if isinstance(value, str) and value else repr(value)), FACT_LIMIT),
        )
        for key, value in data.items()
    )


def _incident(incident: Incident, checks: Sequence[CheckResult], words: Words) -> str:
    titles = {check.id: one_line(words.text(check.title)) for check in checks}
    if incident.check is None:
        where = words("label.at_import")
    else:
        where = words("label.during", check=titles.get(incident.check, one_line(incident.check)))
    detail = f" [{one_line(incident.detail)}]" if incident.detail else ""
    return f"{words(f'incident.{incident.kind}')} ({where}){detail}"


def _diagnosis(diagnosis: Diagnosis, words: Words) -> DiagnosisView:
    place = one_line(diagnosis.file or "")
    if diagnosis.line is not None:
        place = ", ".join(filter(None, [place, words("label.line", line=str(diagnosis.line))]))
    reference = diagnosis.reference or ""
    return DiagnosisView(
        message=visible(words.text(diagnosis.message)),
        place=place,
        # A link is followed by a click: only what the documentation's addresses look like becomes one.
        reference=one_line(reference) if reference.startswith("https://") else "",
    )


def _environment(environment: Json) -> str:
    named = (("grader", "grader"), ("python", "Python"), ("django", "Django"), ("sqlite", "SQLite"))
    return ", ".join(f"{name} {one_line(str(environment[key]))}" for key, name in named if environment.get(key))


def _share(points: float, maximum: float) -> str:
    return f"{number(points)} / {number(maximum)}"
