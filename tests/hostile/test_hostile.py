"""Every attack of the corpus ends as its file says: nothing is gained, nothing is told, nobody else is harmed."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping

import pytest

from grader.engine.lane import Lane
from grader.intake.assignments import load_assignment
from grader.pipeline import grade
from tests.hostile.arena import SMUGGLED, Arena, Attack, corpus, read_attack, statements_of
from tests.proving import PROVING
from tests.sandboxed import ASSIGNMENT, COURSE_KEY, WEAKEST, submission


ATTACKS = corpus()


@pytest.mark.sandbox
@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_attack(attack: Attack, arenas: Mapping[str, Arena], record_property: Callable[[str, object], None]) -> None:
    """The attack earns what its file says at most, and the honest submission after it all that it deserves."""
    record_property("required", attack.required)
    if attack.slow and not PROVING:
        pytest.skip(f"slow ({attack.slow}): run with GRADER_PROVE=1")
    if attack.full and WEAKEST != "full":
        pytest.skip(f"not promised without namespaces: {attack.full}")
    arena = arenas[attack.assignment]
    verdict = arena.carry_out(attack)
    fair = arena.score(attack.base)
    most = max(fair, attack.most)
    record_property("observed", f"{verdict.incident.kind if verdict.incident else 'none'}; {verdict.score:g} points")
    record_property("gained", max(0.0, (verdict.score or 0) - most))


@pytest.mark.sandbox
def test_a_long_difference_keeps_no_judge_busy_where_tests_are_run_for_others(monkeypatch) -> None:
    """Where ``CI`` is set, pytest cuts no explanation short, and two long texts would be compared for minutes."""
    monkeypatch.setenv("CI", "true")
    attack = next(attack for attack in ATTACKS if attack.name == "judge/long_difference")
    assignment = load_assignment(ASSIGNMENT)
    scores: list[float | None] = []
    with Lane([assignment], min_isolation=WEAKEST) as lane:

        def run() -> None:
            with contextlib.suppress(Exception):  # the lane is closed under it where it takes too long
                scores.append(grade(submission(attack.source), assignment, lane, course_key=COURSE_KEY).score)

        thread = threading.Thread(target=run)
        thread.start()
        thread.join(10)
    thread.join()
    assert scores
    assert (scores[0] or 0) <= float(attack.score)


def test_every_group_is_there() -> None:
    """A folder that went missing would be a silent hole."""
    groups = {attack.name.split("/")[0] for attack in ATTACKS}
    assert groups == {
        "database", "exits", "flood", "forgery", "injection", "judge", "kernel", "network", "persistence", "protocol",
        "resources", "schema", "services", "theft", "turns",
    }  # fmt: skip
    assert len(ATTACKS) > 350


@pytest.mark.parametrize(
    ("transcript", "runs"),
    [
        ("Ship(name='smuggled()')  # happened: smuggled()", False),
        ("# the table of Ship\nsmuggled()\n#: row", True),
        ("Ship(x=1)\nimport smuggled\nx(y='a')", True),
        ("Ship(name='a\nsmuggled()\n')", True),
        ("getattr(ship, 'x\\nsmuggled()')", False),
    ],
)
def test_what_a_transcript_would_run_is_seen(transcript, runs) -> None:
    """The corpus relies on it: a statement is told from a comment and from a text."""
    assert (SMUGGLED in statements_of(transcript)) is runs


@pytest.mark.parametrize(
    "head",
    [
        "# base: reference\n",
        "# base: none\n# incident: none\n# score: same\n# says: x\n",
        "# base: reference\n# incident: hunger\n# score: same\n# says: x\n",
        "# base: reference\n# incident: none\n# score: more\n# says: x\n",
        "# base: reference\n# incident: none\n# score: same\n# says: x\n# slow: yes\n",
        "# base: reference\n# incident: none\n# score: same\n# says: x\n# place: around\n",
        "# assignment: nothing\n# base: none\n# incident: none\n# score: 0\n# says: x\n",
    ],
)
def test_an_attack_that_does_not_say_its_outcome_is_refused(head, tmp_path) -> None:
    """A misspelt first line must not make an attack that proves nothing."""
    path = tmp_path / "attack.py"
    path.write_text(head + "pass\n", encoding="utf-8")
    with pytest.raises(ValueError):
        read_attack(path)
