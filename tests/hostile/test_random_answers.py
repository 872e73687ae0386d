"""A program that answers at random, in the right form or nearly: whatever it says, it is the program's doing.

This found what nobody had thought of: classes of exceptions that are called, data that is used as an object.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from grader.core.report import Job
from grader.core.verdict import Outcome
from tests.hostile.arena import HANDED_IN, Arena, answer
from tests.proving import only_when_proving
from tests.sandboxed import submission

SEEDS = range(12)
OFTEN = (0.01, 0.03, 0.1, 0.3)  # how many of its answers are not the true ones

# What is put behind an honest answer.
LIAR = """
import json as _json, random as _random, struct as _struct
import subject.server as _server, subject.wire as _wire
_draw = _random.Random(%(seed)d)
_NAMES = ["wife", "husband", "captain", "Women", "Ship", "one_to_one.Women", "accounts.User", "", "x" * 300, "a\\nb", "<Ship>",
          "\\ud800", "{0}", "__class__", "pk", "name"]
_TAGGED = {"float": ["nan", "-inf"], "decimal": ["1", "NaN", "1e999999999"], "uuid": ["12345678" * 4], "date": ["2020-01-01"],
           "datetime": ["0001-01-01T00:00:00+23:59"], "timedelta": [[999999999, 0, 0]], "bytes": ["00ff"]}
def _bases():
    return [_draw.choice(_wire.KNOWN_EXCEPTIONS) for _ in range(_draw.choice([1, 1, 2, 3]))]
def _reference():
    found = {"$": "ref", "id": _draw.choice([*range(1, 12), -1, 10**9]), "kind": _draw.choice(["class", "model", "object", None]),
             "name": _draw.choice(_NAMES)}
    if _draw.random() < 0.5:
        found["identity"] = _draw.choice([["row", _draw.choice(_NAMES), _draw.choice([1, None, "a"])], ["object", 5], [], None])
    return found
def _scalar():
    tag = _draw.choice(list(_TAGGED))
    return _draw.choice([None, True, False, 0, 1, -1, 1001, 2**63, 10**4200, 1.5, _draw.choice(_NAMES), _draw.choice(_NAMES),
                         {"$": tag, "v": _draw.choice(_TAGGED[tag])}, _reference(), _reference(),
                         {"$": "exception", "class": _draw.choice(["DoesNotExist", "Lost", "a.b"]), "bases": _bases()}])
def _value(depth=3):
    if depth == 0 or _draw.random() < 0.5:
        return _scalar()
    parts = range(_draw.choice([0, 1, 1, 2, 3]))
    tag = _draw.choice(["list", "tuple", "set", "frozenset", "dict", "iterator"])
    if tag == "dict":
        return {"$": tag, "v": [[_scalar(), _value(depth - 1)] for _ in parts]}
    found = [_scalar() if "set" in tag else _value(depth - 1) for _ in parts]
    return found if tag == "list" else {"$": tag, "v": found}
def _error():
    return {"class": _draw.choice(["ValueError", "RelatedObjectDoesNotExist", "KeyboardInterrupt", "x y"]), "bases": _bases(),
            "text": _draw.choice([*_NAMES, "t" * 20000]), "file": _draw.choice(["models.py", None, 5]),
            "line": _draw.choice([1, -1, None, "x", 10**30]),
            "validation": _draw.choice([[["code", "text"]], {"husband": [["unique", "taken"]]}, [], 5, [[None, "%%(x)s"]]])}
_answer = _server.Answering._answer
def _lie(self, request):
    if request["operation"] in ("load", "load_modules") or _draw.random() > %(often)s:
        return _answer(self, request)
    said = {"error": _error()} if _draw.random() < 0.25 else {"value": _value()}
    data = _json.dumps({"id": request["id"], **said}).encode()
    self._channel._socket.sendall(_struct.pack("!I", len(data)) + data)
_server.Answering._answer = _lie
"""


@pytest.mark.sandbox
@only_when_proving("tests/properties asks the same, of one assignment and without a session around it")
@pytest.mark.parametrize("slug", HANDED_IN)
def test_no_answer_is_the_graders_fault(arenas: Mapping[str, Arena], slug: str) -> None:
    """A run in which something of ours failed would have no score, for an answer that deserves none."""
    arena = arenas[slug]
    for seed in SEEDS:
        source = answer("reference", slug) + LIAR % {"seed": seed, "often": OFTEN[seed % len(OFTEN)]}
        handed_in = replace(submission({HANDED_IN[slug]: source}), assignment=slug)
        job = Job(slug, {file.path: file.content for file in handed_in.taken}, f"{seed:064x}")
        report = arena.lane.run(job)  # once: a second run on a lane of its own is the pipeline's
        faults = [check.traceback for check in report.checks if check.outcome is Outcome.ERROR]
        assert (report.trouble, faults) == ("", []), (seed, faults)
    arena.assert_next_is_fair()
