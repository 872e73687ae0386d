"""A transcript, pasted into the playground of the student's project, shows what the verdict says; and again."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.core.assignment import Assignment, Visibility
from grader.core.submission import SourceFile, Submission
from grader.core.verdict import CheckResult
from grader.engine.lane import Lane
from grader.intake.assignments import find_assignment
from grader.pipeline import grade
from grader.workbench.statements import run_statements
from tests.proving import only_when_proving
from tests.template.conftest import SLUGS
from tests.template.projects import ASSIGNMENTS, NamedAnswer, Project, named_answers

_MARK = "@@ {name} @@"
_KEY = 1000  # numbers from here on are keys, which differ from database to database
_SOME = {
    "one_to_one": ("widow_stays", "husband_passes_check"),
    "link_and_save": ("appoint_stores_the_link",),
}


@dataclass(frozen=True)
class Shown:
    """What a console said to the last statement of a transcript."""

    out: str
    err: str


def paste_twice(project: Project, transcript: str) -> list[Shown]:
    """What the playground says to the last statement, the first and the second time."""
    *before, last = transcript.splitlines()
    typed = ["import sys"]
    for name in ("one", "two"):
        typed += [*before, _both(_MARK.format(name=name)), last, _both(_MARK.format(name=f"end of {name}"))]
    done = project.run("manage.py", "playground", stdin="\n".join(typed) + "\n", PYTHONIOENCODING="utf-8")
    assert done.returncode == 0, done.stderr.decode()
    return [
        Shown(_between(done.stdout.decode(), name), _between(done.stderr.decode(), name)) for name in ("one", "two")
    ]


def _both(text: str) -> str:
    return f"for stream in (sys.stdout, sys.stderr): print({text!r}, file=stream)"


def _between(text: str, name: str) -> str:
    begin, end = _MARK.format(name=name), _MARK.format(name=f"end of {name}")
    assert begin in text, text
    return text.partition(begin)[2].partition(end)[0].strip()


def disagreement(check: CheckResult, shown: Shown) -> str:
    """How what was shown differs from what the verdict says happened; or nothing."""
    happened, expected = dict(check.happened), dict(check.expected)
    raised = happened.get("exception")
    if raised:
        name = str(raised).rpartition(".")[2]
        return "" if name in shown.err.rpartition("\n")[2] else f"{name} was not raised"
    if "error" in happened or "Traceback" in shown.err:
        return _refusal(happened, shown.err)
    if "exception" in expected or "accepted" in happened:
        return ""  # and nothing was
    an_object = expected.get("operator") == "isinstance" and str(happened["value"]).startswith("<")
    if an_object or happened == {"declared": None}:
        return "" if shown.out == "False" else "it is one of them"
    if happened == {"reverse": None} and shown.out.endswith("+'"):
        return ""  # so Django calls a reverse that is not to be there
    missing = [word for word in _words(happened) if word not in shown.out]
    return f"{missing} not shown" if missing else ""


def _refusal(happened: dict[str, object], err: str) -> str:
    """The same where something is refused; a check may have caught the exception, and listed it."""
    if "error" in happened:
        return "" if "Error" in err else "nothing was refused"
    name = err.splitlines()[-1].partition(":")[0].rpartition(".")[2]
    return "" if f"{name}(" in str(happened.get("value")) else f"{name} was raised"


def _words(happened: dict[str, object]) -> Iterator[str]:
    """The names and numbers of what happened, keys left out."""
    for value in _values(happened):
        for word in re.findall(r"\w+", re.sub(r"<[^>]*>", "", str(value))):
            if not (word.isdigit() and int(word) >= _KEY):
                yield word


def _values(data: object) -> Iterator[object]:
    """What stands in rows, without the names of the columns."""
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else None
    if parts is None:
        yield data
        return
    for part in parts:
        yield from _values(part)


def failing(assignment: Assignment) -> dict[str, list[NamedAnswer]]:
    """The wrong answers by each public check that they fail, those with the fewest other failures first."""
    answers = sorted(named_answers(assignment), key=lambda answer: len(answer.expected.failed))
    return {
        check.id: [answer for answer in answers if check.id in answer.expected.failed]
        for check in assignment.checks
        if check.visibility is Visibility.PUBLIC
    }


def failed_check(lane: Lane, answer: NamedAnswer, check_id: str) -> CheckResult | None:
    """The check as the grader saw it, where it has a transcript."""
    taken = tuple(SourceFile(place, content, target=place) for place, content in answer.files.items())
    submission = Submission("somebody", answer.assignment.slug, taken)
    verdict = grade(submission, answer.assignment, lane, course_key=b"transcripts")
    found = next(check for check in verdict.checks if check.id == check_id)
    return found if found.transcript else None


def pasted(lane: Lane, home: Path, candidates: list[NamedAnswer], check_id: str) -> str:
    """What is wrong with the transcript of the first answer that has one; or nothing."""
    for answer in candidates[:5]:
        check = failed_check(lane, answer, check_id)
        if check is not None:
            break
    else:
        return f"{check_id}: no wrong answer brings a transcript ({[answer.name for answer in candidates[:5]]})"
    project = Project(home / check_id, answer.assignment)
    project.hand_in(answer.files)
    seen = paste_twice(project, check.transcript)
    wrong = [disagreement(check, shown) for shown in seen]
    return f"{check_id} of {answer.name}: {wrong} {check.happened} {seen}\n{check.transcript}" if any(wrong) else ""


@pytest.mark.sandbox
@pytest.mark.parametrize("slug", _SOME)
def test_some_transcripts_show_what_the_verdict_says(slug: str, tmp_path: Path) -> None:
    """With the student's file in place, both times."""
    assignment = find_assignment(slug, ASSIGNMENTS)
    answers = failing(assignment)
    with Lane([assignment]) as lane:
        wrong = [pasted(lane, tmp_path, answers[check], check) for check in _SOME[slug]]
    assert list(filter(None, wrong)) == []


@pytest.mark.sandbox
@only_when_proving("a playground for each public check")
@pytest.mark.parametrize("slug", SLUGS)
def test_every_public_check_has_a_transcript_that_shows_it(slug: str, tmp_path: Path) -> None:
    """For each public check the transcript of one wrong answer."""
    assignment = find_assignment(slug, ASSIGNMENTS)
    with Lane([assignment]) as lane:
        wrong = [pasted(lane, tmp_path, answers, check) for check, answers in failing(assignment).items()]
    assert "\n".join(filter(None, wrong)) == ""


def test_what_is_pasted_with_an_indentation_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """Whole or in part, with blocks in it: the indentation of a statement's first line is left away."""
    pasted_lines = b"    x = 1\n    for n in 'ab':\n        print(n)\n\n        print(n + n)\n    x + 1\n  x + 2\nx\n"
    run_statements(io.BytesIO(pasted_lines), {})
    said = capsys.readouterr()
    assert said.out.split() == ["a", "aa", "b", "bb", "2", "3", "1"]
    assert said.err == ""
