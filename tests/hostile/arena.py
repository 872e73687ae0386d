"""Attacks as data, and the place where they are carried out: one lane that honest submissions share with them."""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader.core.verdict import Status, Verdict
from grader.engine.lane import Lane
from grader.pipeline import grade
from grader.reports.jsontext import verdict_text
from tests.sandboxed import ASSIGNMENT, COURSE_KEY, REFERENCE, ROOT, VALIDATOR, Grading, failures, submission

SECRET_NAME = "GRADER_TEST_SECRET"
SECRET = "honey-7c1d0f52b6e94a38"
FOLDER = Path(__file__).parent
INCIDENTS = ("died", "timeout", "memory", "output", "protocol")
_KEYS = {"base", "incident", "score", "says", "place", "slow"}
_SCORES = re.compile(r"same|at_most_same|[0-9]+(\.[0-9]+)?")
_PLACES = ("after", "before", "around")
_HOLE = re.compile(r"^( *)\{BASE\}$", re.MULTILINE)
_WON = "WON:"  # what an attack prints that got what it must not get


@dataclass(frozen=True, slots=True)
class Attack:
    """One file of the corpus: its first lines are ``# key: value`` and say how it must end.

    ``base``: the named answer that the attack is put to, or none. ``incidents``: those that may come of it, ""
    standing for none. ``score``: ``same`` as the base gets alone, ``at_most_same``, or a number, which is the
    most. ``place`` of the attack: ``after`` the base, ``before`` it, or ``around`` the line ``{BASE}``.
    """

    name: str
    source: str
    base: str | None
    incidents: frozenset[str]
    score: str
    says: str
    slow: str


def read_attack(path: Path) -> Attack:
    """The attack of a file. ``ValueError`` where its first lines are not as the format asks."""
    text = path.read_text(encoding="utf-8")
    head: dict[str, str] = {}
    for line in text.splitlines():
        found = re.fullmatch(r"# (\w+): (.+)", line)
        if found is None:
            break
        head[found[1]] = found[2].strip()
    name = f"{path.parent.name}/{path.stem}"
    if not {"base", "incident", "score", "says"} <= set(head) <= _KEYS:
        raise ValueError(f"{name}: its first lines name {sorted(head)}")
    incidents = {"" if word == "none" else word for word in head["incident"].split("|")}
    place, base = head.get("place", "after"), None if head["base"] == "none" else head["base"]
    if not incidents <= {"", *INCIDENTS} or not _SCORES.fullmatch(head["score"]) or place not in _PLACES:
        raise ValueError(f"{name}: an unknown incident, score or place")
    if base is None and "same" in head["score"]:
        raise ValueError(f"{name}: without a base there is no score to compare with")
    slow = head.get("slow", "").removeprefix("yes").strip(" ,-")
    if "slow" in head and not slow:
        raise ValueError(f"{name}: slow, but not why")
    source = _put(text, base, place)
    return Attack(name, source, base, frozenset(incidents), head["score"], head["says"], slow)


def _put(text: str, base: str | None, place: str) -> str:
    if base is None:
        return text
    honest = answer(base)
    if place == "after":
        return honest + "\n\n" + text
    if place == "before":
        return text + "\n\n" + honest
    hole = _HOLE.search(text)
    if hole is None:
        raise ValueError("no line {BASE} to put the answer at")
    indented = "\n".join(hole[1] + line if line else line for line in honest.splitlines())
    return text[: hole.start()] + indented + text[hole.end() :]


def answer(name: str) -> str:
    """The source of a named answer."""
    return (ROOT / "solutions" / "one_to_one" / name / "models.py").read_text(encoding="utf-8")


def corpus() -> list[Attack]:
    """All attacks, by name."""
    return [read_attack(path) for path in sorted(FOLDER.glob("*/*.py"))]


def descendants(pid: int) -> dict[int, str]:
    """Every process below that one, as pid and command line."""
    parents: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                text = Path("/proc", entry, "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            # the name of a program stands in brackets and may hold anything
            parents.setdefault(int(text.rpartition(")")[2].split()[1]), []).append(int(entry))
    found: dict[int, str] = {}
    waiting = [pid]
    while waiting:
        for child in parents.get(waiting.pop(), ()):
            waiting.append(child)
            try:
                words = Path("/proc", str(child), "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            found[child] = b" ".join(words).decode("utf-8", "replace").strip()
    return found


@cache
def secrets() -> tuple[str, ...]:
    """What may be found nowhere in what a student is shown."""
    hidden = (ASSIGNMENT / "test_hidden.py").read_text(encoding="utf-8").splitlines()
    model = answer("reference").splitlines()
    telling = [line.strip() for line in hidden if len(line.strip()) > 30 and "import" not in line]
    telling += [line.strip() for line in model if "SOLUTION" in line]
    return (SECRET, COURSE_KEY.decode(), str(ROOT), *telling)


class Arena:
    """The shared lane, and what must hold on it whatever was done there."""

    def __init__(self, grading: Grading) -> None:
        self._grading = grading
        self._scores: dict[str, float] = {}
        self._replaced: Lane | None = None

    @property
    def lane(self) -> Lane:
        return self._grading.lane

    def close(self) -> None:
        if self._replaced is not None:
            self._replaced.close()

    def _graded(self, source: str) -> Verdict:
        return grade(submission(source), self._grading.assignment, self.lane, course_key=COURSE_KEY)

    def score(self, base: str | None) -> float:
        """What the base gets without the attack."""
        if base is None:
            return 0.0
        if base not in self._scores:
            score = self._graded(answer(base)).score
            assert score is not None
            self._scores[base] = score
        return self._scores[base]

    def carry_out(self, attack: Attack) -> Verdict:
        """Grades the attack and asserts all that must hold of it, of its verdict and of what comes next."""
        fair = self.score(attack.base)
        before = descendants(self.lane._process.pid)
        try:
            verdict = self._graded(attack.source)
            assert verdict.status is Status.GRADED, f"the grader failed: {str(verdict.staff)[-1500:]}"
            self._judge_verdict(attack, verdict, fair)
            self._assert_nothing_is_told(verdict)
            assert self.lane.alive, "the attack ended the judge"
            assert left_over(self.lane._process.pid, before) == {}
        except BaseException:
            self._start_anew()  # so that one success of an attacker fails one test
            raise
        self.assert_next_is_fair()
        return verdict

    def _judge_verdict(self, attack: Attack, verdict: Verdict, fair: float) -> None:
        found = verdict.incident.kind.value if verdict.incident else ""
        detail = verdict.incident.detail if verdict.incident else failures(verdict)
        assert found in attack.incidents, f"{found or 'no incident'}: {detail}; {attack.says}"
        assert verdict.score is not None
        printed = verdict.output.text + str(verdict.staff.get("hidden_output", ""))
        assert _WON not in printed, printed[printed.index(_WON) :][:1000]
        passed = [check.id for check in verdict.checks if check.points > 0]
        if attack.score == "same":
            assert verdict.score == fair, (verdict.score, fair, failures(verdict), attack.says)
        else:
            most = fair if attack.score == "at_most_same" else float(attack.score)
            assert verdict.score <= most, (verdict.score, most, passed, attack.says)

    @staticmethod
    def _assert_nothing_is_told(verdict: Verdict) -> None:
        """No secret in the student's view, which is text that every JSON reader takes."""
        text = verdict_text(verdict)
        VALIDATOR.validate(json.loads(text))
        strings = json.dumps(verdict.to_json(), ensure_ascii=True)
        for secret in secrets():
            assert secret not in text, secret
            assert json.dumps(secret)[1:-1] not in strings, secret

    def assert_next_is_fair(self) -> None:
        """The next honest submission on the same lane gets full marks, and no other lane was needed for that."""
        alive = self.lane._process.pid
        try:
            honest = self._graded(REFERENCE)
            assert honest.score == honest.max_score, (failures(honest), honest.staff)
            assert honest.incident is None
            assert not honest.output.text
            assert self.lane.alive
            assert self.lane._process.pid == alive
        except BaseException:
            self._start_anew()
            raise

    def _start_anew(self) -> None:
        fresh = Lane([self._grading.assignment])
        if self._replaced is not None:
            self._replaced.close()
        self._grading.lane = self._replaced = fresh


def left_over(lane: int, before: dict[int, str], seconds: float = 3.0) -> dict[int, str]:
    """What runs below the lane and did not before; it may take a moment to end."""
    until = time.monotonic() + seconds
    while True:
        found = {pid: name for pid, name in descendants(lane).items() if pid not in before}
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.02)
