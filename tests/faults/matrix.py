"""What comes of it when one end of a channel misbehaves: every fault, whoever has it.

Each act of ``acts.py`` is one row. Its columns say, as ``KIND: part of the detail``, what is made of it where

* the **subject** does it in place of an answer, and where the **witness** does it: the incident, or ``fails`` where the
  check that was running (``CHECK``) fails without one, or ``ours`` where the run has no score and is done again;
* the **judge** does it in place of a question to them (``box``): whoever is asked will ``leave``, ``wait`` or
  ``answer``, or the whole box is ``gone``;
* the **judge** does it in place of its report to the grader (``report``): always the end of the lane, and ``ours``.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.faults.box import KILLED

CHECK = "husband_is_stored"
PATIENCE = {"call_seconds": 1.5, "cpu_seconds": 1}  # seconds, in place of 8 and 3

_DEADLINE = "it waits for a deadline"


@dataclass(frozen=True)
class Row:
    """``slow``: the columns that only ``GRADER_PROVE=1`` runs, and why."""

    act: str
    says: str
    subject: str
    witness: str
    box: str
    report: str
    slow: tuple[str, ...] = ()
    why: str = _DEADLINE


_ALL = ("subject", "witness", "report")
_SILENT = "timeout: no answer in time"
_WITNESS_SILENT = "timeout: the witness: no answer in time"
_MUTE = "ours: the judge does not answer"
_ENDED = "ours: the judge ended"


def _unreadable(act: str, says: str, detail: str, report: str) -> Row:
    """What is no message: the same for both, and those who are asked it end themselves."""
    return Row(act, says, f"protocol: {detail}", f"protocol: the witness: {detail}", "leave", report)


MATRIX = (
    Row("exits", "exits early", "died: it ended itself", "protocol: the witness ended itself", "gone", _ENDED),
    Row(
        "hangs_up",
        "closes its end and goes on",
        "protocol: it closed its channel and went on",
        "protocol: the witness closed its channel and went on",
        "leave",
        _ENDED,
    ),
    Row("never_answers", "never answers", _SILENT, _WITNESS_SILENT, "wait", _MUTE, slow=("witness", "report")),
    Row("loops", "loops", "timeout: CPU", _WITNESS_SILENT, "wait", _MUTE, slow=_ALL),
    Row(
        "crashes",
        "is killed by a signal of its own doing",
        "died: ended by SIGSEGV",
        "protocol: the witness was ended by SIGSEGV",
        "gone",
        _ENDED,
    ),
    Row(
        KILLED,
        "is killed by a signal from outside",
        "ours: killed from outside: CPU",
        "ours: killed from outside: its witness",
        "gone",
        _ENDED,
    ),
    Row("answers_late", "answers late", _SILENT, _WITNESS_SILENT, "answer", _MUTE, slow=_ALL),
    Row(
        "answers_twice",
        "answers twice",
        "protocol: an answer to no question",
        "protocol: the witness: an answer to no question",
        "leave",
        "ours: the judge answered another question",
    ),
    Row(
        "wrong_id",
        "answers with a wrong id",
        "protocol: an answer to another question",
        "protocol: the witness: an answer to another question",
        "answer",
        "ours: the judge answered another question",
    ),
    Row(
        "no_id",
        "answers without an id",
        "protocol: an answer to another question",
        "protocol: the witness: an answer to another question",
        "leave",
        "ours: the judge answered another question",
    ),
    Row("half_a_frame", "sends half a frame and waits", _SILENT, _WITNESS_SILENT, "wait", _MUTE, slow=_ALL),
    Row(
        "half_a_frame_and_gone",
        "sends half a frame and exits",
        "died: it ended itself",
        "protocol: the witness ended itself",
        "gone",
        "ours: the judge's answer cannot be read",
    ),
    Row(
        "four_gib",
        "announces a frame of 4 GiB",
        "protocol: an answer of 4294967295 bytes",
        "protocol: the witness: an answer of 4294967295 bytes",
        "wait",
        "ours: the judge's answer cannot be read",
    ),
    Row("a_byte_a_second", "sends one byte a second", _SILENT, _WITNESS_SILENT, "wait", _MUTE, slow=_ALL),
    _unreadable(
        "garbage", "sends garbage", "not a message: UnicodeDecodeError", "ours: cannot be read: UnicodeDecodeError"
    ),
    _unreadable(
        "other_encoding",
        "sends JSON in UTF-16",
        "not a message: UnicodeDecodeError",
        "ours: cannot be read: UnicodeDecodeError",
    ),
    _unreadable(
        "no_object",
        "sends a JSON list",
        "not a message: no object at the top",
        "ours: the judge answered another question",
    ),
    _unreadable(
        "deep_json",
        "sends JSON nested 100,000 times",
        "not a message: RecursionError",
        "ours: cannot be read: RecursionError",
    ),
    Row(
        "wide_json",
        "sends 80,000 empty lists",
        "protocol: more than 2000 elements",
        "protocol: the witness: more than 2000 elements",
        "answer",
        "ours: the judge's report is none",
    ),
    Row(
        "wide_dict",
        "sends a dict of 20,000 entries",
        "protocol: more than 2000 elements",
        "protocol: the witness: more than 2000 elements",
        "answer",
        "ours: the judge's report is none",
    ),
    _unreadable("not_a_number", "sends NaN", "NaN is not a number", "ours: the judge's report is none"),
    Row(
        "infinity",
        "sends 1e999",
        "protocol: a number out of range",
        "protocol: the witness: a number out of range",
        "answer",
        "ours: the judge's report is none",
    ),
    _unreadable("huge_integer", "sends 5,000 digits", "not a message: ValueError", "ours: cannot be read: ValueError"),
    _unreadable("duplicate_keys", "sends a key twice", "a key stands twice", "ours: cannot be read: WireError"),
    Row(
        "lone_surrogate",
        "sends half a surrogate pair in a text",
        "fails",
        "ours: failed by itself",
        "answer",
        "ours: the judge's report is none",
    ),
)
