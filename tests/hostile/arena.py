"""Attacks as data, and the place where they are carried out: one lane that honest submissions share with them."""

from __future__ import annotations

import html
import io
import json
import os
import re
import signal
import time
import tokenize
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from grader.core.assignment import Assignment
from grader.core.verdict import Status, Verdict
from grader.engine.lane import Lane
from grader.pipeline import grade
from grader.reports.html import feedback
from grader.reports.jsontext import verdict_text
from grader.reports.terminal import verdict_report
from tests.hostile.heads import FOLDER, head_of
from tests.hostile.rules import assert_can_be_shown
from tests.hostile.standing import Watch
from tests.sandboxed import COURSE_KEY, ROOT, VALIDATOR, WEAKEST, Grading, failures, submission

SECRET_NAME = "GRADER_TEST_SECRET"
SECRET = "honey-7c1d0f52b6e94a38"
INCIDENTS = ("died", "timeout", "memory", "output", "protocol")
_NEEDED = {"base", "incident", "score", "says"}
_KEYS = {"assignment", "full", "place", "seconds", "slow"}
_OTHERS = {"collect", "course", "intake", "output"}  # corpora of what is no program
# By assignment: the file that an attack is.
HANDED_IN = {"one_to_one": "models.py", "link_and_save": "services.py", "parent_link": "models.py"}
SMUGGLED = "smuggled"  # what an attack calls the statement that it wants others to run
_FORGED = re.compile(r"^\s*Score:", re.MULTILINE)  # a line that an attack wants others to read as the grader's
_SCORES = re.compile(r"same|at_most_same|[0-9]+(\.[0-9]+)?")
_PLACES = ("after", "before", "around")
_HOLE = re.compile(r"^( *)\{BASE\}$", re.MULTILINE)
_WON = "WON:"  # what an attack prints that got what it must not get
_LONGEST = 600_000  # characters of a verdict or a page: what a browser and a table of marks bear
_LONGEST_LOG = 100_000  # bytes that a judge may ever say to its lane


@dataclass(frozen=True, slots=True)
class Attack:
    """One file of the corpus: its first lines are ``# key: value`` and say how it must end.

    ``assignment``: one of ``HANDED_IN``, ``one_to_one`` where nothing is said. ``base``: the named answer of it that
    the attack is put to, or none. ``incidents``: those that may come of it, ""
    standing for none. ``score``: ``same`` as the base gets alone, ``at_most_same``, or a number, which is the
    most. ``place`` of the attack: ``after`` the base, ``before`` it, or ``around`` the line ``{BASE}``.
    ``full``: why only the full box promises it; a weaker one is not asked. ``seconds``: how long its verdict may take, where that is what is attacked; 0 stands for any time.
    """

    name: str
    source: str
    base: str | None
    incidents: frozenset[str]
    score: str
    says: str
    slow: str
    assignment: str
    seconds: float
    full: str

    @property
    def required(self) -> str:
        """In words: the incidents that may be, and what it may be worth."""
        points = {"same": f"the points of {self.base}", "at_most_same": f"at most those of {self.base}"}
        incidents = " or ".join(sorted(name or "none" for name in self.incidents))
        return f"{incidents}; {points.get(self.score, f'at most {self.score} points')}"

    @property
    def most(self) -> float:
        """The most that it may be worth where its file says that as a number; else 0."""
        return 0.0 if "same" in self.score else float(self.score)


def read_attack(path: Path) -> Attack:
    """The attack of a file. ``ValueError`` where its first lines are not as the format asks."""
    text = path.read_text(encoding="utf-8")
    head = head_of(path, _NEEDED, _KEYS)
    name = f"{path.parent.name}/{path.stem}"
    incidents = {"" if word == "none" else word for word in head["incident"].split("|")}
    place, base = head.get("place", "after"), None if head["base"] == "none" else head["base"]
    if not incidents <= {"", *INCIDENTS} or not _SCORES.fullmatch(head["score"]) or place not in _PLACES:
        raise ValueError(f"{name}: an unknown incident, score or place")
    assignment = head.get("assignment", "one_to_one")
    if assignment not in HANDED_IN:
        raise ValueError(f"{name}: an unknown assignment")
    if base is None and "same" in head["score"]:
        raise ValueError(f"{name}: without a base there is no score to compare with")
    slow = head.get("slow", "").removeprefix("yes").strip(" ,-")
    if "slow" in head and not slow:
        raise ValueError(f"{name}: slow, but not why")
    source = _put(text, None if base is None else answer(base, assignment), place)
    return Attack(
        name,
        source,
        base,
        frozenset(incidents),
        head["score"],
        head["says"],
        slow,
        assignment,
        float(head.get("seconds", 0)),
        head.get("full", ""),
    )


def _put(text: str, honest: str | None, place: str) -> str:
    if honest is None:
        return text
    if place == "after":
        return honest + "\n\n" + text
    if place == "before":
        return text + "\n\n" + honest
    hole = _HOLE.search(text)
    if hole is None:
        raise ValueError("no line {BASE} to put the answer at")
    indented = "\n".join(hole[1] + line if line else line for line in honest.splitlines())
    return text[: hole.start()] + indented + text[hole.end() :]


def answer(name: str, assignment: str = "one_to_one") -> str:
    """The source of a named answer."""
    return (ROOT / "solutions" / assignment / name / HANDED_IN[assignment]).read_text(encoding="utf-8")


def corpus() -> list[Attack]:
    """All attacks, by name."""
    paths = sorted(path for path in FOLDER.glob("*/*.py") if path.parent.name not in _OTHERS)
    return [read_attack(path) for path in paths]


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
def secrets(assignment: str) -> tuple[str, ...]:
    """What may be found nowhere in what a student is shown."""
    hidden = (ROOT / "assignments" / assignment / "test_hidden.py").read_text(encoding="utf-8").splitlines()
    model = answer("reference", assignment).splitlines()
    telling = [line.strip() for line in hidden if len(line.strip()) > 30 and "import" not in line]
    telling += [line.strip() for line in model if "SOLUTION" in line]
    return (SECRET, COURSE_KEY.decode(), str(ROOT), *telling)


class TooSlow(BaseException):
    """No ``Exception``: what is slow must not be able to catch it."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """What takes longer is interrupted, wherever it is; 0 stands for any time."""

    def ring(*_: object) -> None:
        raise TooSlow(f"no verdict within {seconds} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def statements_of(transcript: str) -> set[str]:
    """Every name that a transcript would use, were it pasted: comments and texts in quotes are none."""
    found: set[str] = set()
    for line in transcript.splitlines():
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(line).readline))
        except (tokenize.TokenError, SyntaxError):  # then whatever stands there counts
            found |= set(re.findall(r"\w+", line))
        else:
            found |= {token.string for token in tokens if token.type == tokenize.NAME}
    return found


class Arena:
    """The shared lane of one assignment, and what must hold on it whatever was done there."""

    def __init__(self, grading: Grading, neighbour: Assignment | None = None) -> None:
        """``neighbour``: what the honest submission after each attack is to; without one, to the same assignment."""
        self._grading = grading
        self._neighbour = neighbour or grading.assignment
        self._scores: dict[str, float] = {}
        self._replaced: Lane | None = None
        self._slug = grading.assignment.slug

    @property
    def lane(self) -> Lane:
        return self._grading.lane

    def close(self) -> None:
        if self._replaced is not None:
            self._replaced.close()

    def _graded(self, source: str, assignment: Assignment | None = None) -> Verdict:
        asked = assignment or self._grading.assignment
        handed_in = replace(submission({HANDED_IN[asked.slug]: source}), assignment=asked.slug)
        return grade(handed_in, asked, self.lane, course_key=COURSE_KEY)

    def score(self, base: str | None) -> float:
        """What the base gets without the attack."""
        if base is None:
            return 0.0
        if base not in self._scores:
            score = self._graded(answer(base, self._slug)).score
            assert score is not None
            self._scores[base] = score
        return self._scores[base]

    def carry_out(self, attack: Attack) -> Verdict:
        """Grades the attack and asserts all that must hold of it, of its verdict and of what comes next."""
        fair = self.score(attack.base)
        judge = self.lane.pid
        before = descendants(judge)
        watch = Watch(judge, next(pid for pid, name in before.items() if name.endswith("-m subject")))
        try:
            with _at_most(attack.seconds):
                verdict = self._graded(attack.source)
            assert verdict.status is Status.GRADED, f"the grader failed: {str(verdict.staff)[-1500:]}"
            self._judge_verdict(attack, verdict, fair)
            self._assert_nothing_is_told(verdict)
            self._assert_nothing_is_smuggled(verdict)
            assert_can_be_shown(verdict, self._grading.assignment)
            assert self.lane.alive, "the attack ended the judge"
            assert left_over(judge, before) == {}
            watch.assert_unchanged()
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

    def _assert_nothing_is_told(self, verdict: Verdict) -> None:
        """No secret in what students are shown, nor in the judge's log; and everything of a size that can be shown."""
        text = verdict_text(verdict)
        VALIDATOR.validate(json.loads(text))
        page = feedback(verdict, "en", assignment=self._grading.assignment)
        shown = {
            "verdict": text,
            "verdict's strings": json.dumps(verdict.to_json(), ensure_ascii=True),
            "page": html.unescape(page),
            "terminal": verdict_report(verdict, "ru", assignment=self._grading.assignment).plain,
            "log": self._log(),
        }
        for name, found in shown.items():
            for secret in secrets(self._slug):
                assert secret not in found, (name, secret)
                assert json.dumps(secret)[1:-1] not in found, (name, secret)
        assert max(map(len, (text, page))) < _LONGEST, {name: len(found) for name, found in shown.items()}
        # times are a channel: what a program spends in hidden checks, or after them, it can choose
        seconds = verdict.to_json()["seconds"]
        assert all(value == round(value) for value in seconds.values()), seconds

    def _log(self) -> str:
        """What the judge has said so far. The file's place is shared with the judge, who goes on writing there."""
        log = os.pread(self.lane._log.fileno(), _LONGEST_LOG + 1, 0)
        assert len(log) <= _LONGEST_LOG, log[-1000:]
        return log.decode("utf-8", "backslashreplace")

    @staticmethod
    def _assert_nothing_is_smuggled(verdict: Verdict) -> None:
        """A transcript is pasted into a console, also by staff: the attack wrote none of its statements."""
        for check in verdict.checks:
            odd = [letter for letter in check.transcript if letter != "\n" and not letter.isprintable()]
            assert not odd, (check.id, odd)
            assert SMUGGLED not in statements_of(check.transcript), check.transcript
        for diagnosis in verdict.diagnoses:
            for text in (diagnosis.message.en, diagnosis.message.ru):
                assert not _FORGED.search(text), text

    def assert_next_is_fair(self) -> None:
        """The next honest submission on the same lane gets full marks, and no other lane was needed for that."""
        alive = self.lane._process.pid
        try:
            honest = self._graded(answer("reference", self._neighbour.slug), self._neighbour)
            assert honest.score == honest.max_score, (failures(honest), honest.staff)
            assert honest.incident is None
            assert not honest.output.text
            assert self.lane.alive
            assert self.lane._process.pid == alive
        except BaseException:
            self._start_anew()
            raise

    def _start_anew(self) -> None:
        known = {one.slug: one for one in (self._grading.assignment, self._neighbour)}
        fresh = Lane(list(known.values()), min_isolation=WEAKEST)
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
