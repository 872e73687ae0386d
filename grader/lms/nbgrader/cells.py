"""A verdict on a notebook's cells: what nbgrader reads points from, and what a student reads.

nbgrader takes a cell without an error among its outputs for full marks. So every cell that it grades by its outputs
gets some: those of our checks, and those of which we know nothing.
"""

from __future__ import annotations

import re
from typing import Any

from nbformat.v4 import new_output

from ...core.text import Text
from ...core.verdict import CheckResult, Outcome, Verdict
from ...reports.safe import visible
from ...reports.view import page
from ...reports.words import words_in

# MathJax reads the finished page, in which no escape of Markdown's is left.
_LOOK_ALIKE = {ord("$"): "\N{FULLWIDTH DOLLAR SIGN}", ord("\\"): "\N{FULLWIDTH REVERSE SOLIDUS}"}
_SPECIAL = re.compile(r"[`*_\[\]<>&~|!]|:(?=//)")
_BLOCK = re.compile(r"^(\d*)([-#+=.)])")  # what begins a heading, a list or a rule at the beginning of a line

_UNKNOWN = Text(
    "This cell is no check of the assignment, and nothing in a notebook is executed: no points.",
    "Этой ячейки нет среди проверок задания, а код блокнота не выполняется: баллов нет.",
)
_HIDDEN = Text("This check did not pass.", "Эта проверка не пройдена.")


def is_graded_by_outputs(cell: Any) -> bool:
    """Whether nbgrader looks at a cell's outputs for its points."""
    metadata = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(metadata.get("grade")) and not metadata.get("solution")


def write_outputs(notebook: Any, verdict: Verdict, language: str) -> list[str]:
    """Puts each check's outcome below its cell. Answers the ids of cells that are no checks of ours."""
    results = {result.id: result for result in Verdict.from_json(verdict.to_json(staff=False)).checks}
    unknown = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.execution_count = None
        cell.outputs = []
        if not is_graded_by_outputs(cell):
            continue
        grade_id = str(cell.metadata["nbgrader"].get("grade_id"))
        result = results.get(grade_id)
        if result is None:
            unknown.append(grade_id)
            cell.outputs = [_refusal(_UNKNOWN.in_language(language))]
        else:
            cell.outputs = [_outcome(result, language)]
    return unknown


def comment(verdict: Verdict, language: str) -> str:
    """What is said of the whole answer: its diagnoses, or nothing. nbgrader takes it for Markdown."""
    found = page(verdict, language).diagnoses
    return "\n\n".join(as_markdown(one.message + (f" ({one.place})" if one.place else "")) for one in found)


def as_markdown(text: str) -> str:
    """``text`` as Markdown that shows it as it is: no element, no link, no formula."""
    lines = (_SPECIAL.sub(r"\\\g<0>", line.strip().translate(_LOOK_ALIKE)) for line in text.split("\n"))
    return "\n".join(_BLOCK.sub(r"\g<1>\\\g<2>", line) for line in lines if line)


def _outcome(result: CheckResult, language: str) -> Any:
    if result.outcome is Outcome.PASSED:
        title = visible(result.title.in_language(language))
        return new_output("display_data", data={"text/plain": f"\N{CHECK MARK} {title}"})
    return _refusal(_said(result, language))


def _said(result: CheckResult, language: str) -> str:
    """What the student reads. In her view a check that is not public has neither message nor transcript."""
    words = words_in(language)
    paragraphs = [result.message.in_language(language) or _HIDDEN.in_language(language)]
    if hint := result.hint.in_language(language):
        paragraphs.append(f"{words('label.hint')}: {hint}")
    if result.transcript:
        paragraphs.append(f"{words('label.transcript')}:\n{result.transcript}")
    return visible("\n\n".join(paragraphs))


def _refusal(text: str) -> Any:
    return new_output("error", ename="CheckFailed", evalue=text.partition("\n")[0], traceback=text.split("\n"))
