"""``python -m tests.faults`` writes the matrix as a page of the reference."""

from __future__ import annotations

from pathlib import Path

from tests.faults.matrix import MATRIX

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rpc-faults.md"

_HEAD = """\
# When one end misbehaves

What comes of every fault of a channel, whoever has it. Written by `python -m tests.faults`; each cell is a test in
`tests/faults/`, run against real processes in a real box (those that wait for a deadline with `GRADER_PROVE=1`).

* *Subject* (the student's program) and *witness*: the incident, and the detail that staff see. The check that was
  running fails, the others are judged with a fresh program, and a second run has to confirm it before it counts.
  "ours" is no incident: the run has no score, and is done again. "fails" is a failed check and no more.
* *Judge to the box*: what the process does that is asked so. Whatever it does, it is gone when the judge's end is.
* *Judge to the grader*: what becomes of the submission. The lane ends, and the submission is run again on a fresh one.

| A process that | subject | witness | judge to the box | judge to the grader |
|---|---|---|---|---|
"""
_BOX = {
    "leave": "it ends itself",
    "wait": "it waits, and uses no CPU",
    "answer": "it answers",
    "gone": "the whole box ends with it",
}


def page() -> str:
    """The page as it should be."""
    rows = [(row.says, row.subject, row.witness, _BOX[row.box], row.report) for row in MATRIX]
    return _HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
