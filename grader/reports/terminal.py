"""A verdict for a terminal: styled text whose words alone say everything, so that it reads without colour."""

from __future__ import annotations

from rich.text import Text

from ..core.assignment import Assignment
from ..core.verdict import Outcome, Verdict
from .view import CheckView, Lines, Page, TaskView, page
from .words import Words, words_in

STYLES = {
    Outcome.PASSED: "green",
    Outcome.FAILED: "bold red",
    Outcome.SKIPPED: "yellow",
    Outcome.ERROR: "bold magenta",
}
_INDENT = " " * 8


def verdict_report(
    verdict: Verdict, language: str, *, assignment: Assignment | None = None, staff: bool = False
) -> Text:
    """The whole verdict; ``.plain`` is the same without colours. Ends with a line feed."""
    shown = page(verdict, language, assignment=assignment, staff=staff)
    words = words_in(language)
    text = Text()
    _head(text, shown, words)
    _diagnoses(text, shown, words)
    for task in shown.tasks:
        _task(text, task, words)
    _tail(text, shown, words)
    return text


def summary(shown: Page) -> str:
    """Plain text: all of the report but its checks. For those who show each check in a place of its own."""
    text, words = Text(), words_in(shown.language)
    _head(text, shown, words)
    _diagnoses(text, shown, words)
    _tail(text, shown, words)
    return text.plain


def check_details(check: CheckView, language: str) -> str:
    """Plain text: what the report says below a check's title. Empty for one that passed."""
    text = Text()
    _details(text, check, words_in(language))
    return text.plain


def _head(text: Text, shown: Page, words: Words) -> None:
    text.append(f"{shown.title}\n", "bold")
    if shown.student:
        _line(text, words("label.student"), shown.student)
    _line(text, words("label.score"), shown.score, "bold")
    _line(text, words("label.status"), shown.status)
    if shown.reason:
        _line(text, words("label.reason"), shown.reason, "red")
    if shown.incident:
        _line(text, words("label.incident"), shown.incident, "red")


def _diagnoses(text: Text, shown: Page, words: Words) -> None:
    """Above the checks: one mistake can stand behind many of them."""
    if shown.diagnoses:
        text.append(f"\n{words('label.diagnoses')}\n", "bold")
        for diagnosis in shown.diagnoses:
            place = f" ({diagnosis.place})" if diagnosis.place else ""
            text.append(_indented(f"- {diagnosis.message}{place}", "  "))
            if diagnosis.reference:
                text.append(f"    {words('label.reference')}: {diagnosis.reference}\n")


def _task(text: Text, task: TaskView, words: Words) -> None:
    text.append("\n")
    text.append(task.title, "bold")
    text.append(f"  {task.points}\n")
    for check in task.checks:
        _check(text, check, words)


def _check(text: Text, check: CheckView, words: Words) -> None:
    text.append("  [").append(check.mark, STYLES[check.outcome]).append(f"] {check.title}  {check.points}\n")
    _details(text, check, words)


def _details(text: Text, check: CheckView, words: Words) -> None:
    if check.outcome is not Outcome.PASSED:
        for paragraph in (check.needs, check.message, check.closed):
            _block(text, paragraph)
        if check.hint:
            _block(text, f"{words('label.hint')}: {check.hint}")
        _facts(text, words("label.expected"), check.expected)
        _facts(text, words("label.happened"), check.happened)
        if check.transcript:
            _block(text, f"{words('label.transcript')}:")
            text.append(f"{_statements(check.transcript)}\n\n")
        if check.brief:
            _block(text, f"{words('label.brief')}: {check.brief}")
        if check.reference:
            _block(text, f"{words('label.reference')}: {check.reference}")
    if check.staff:
        _block(text, f"{words('label.staff')}: {check.staff}")


def _statements(transcript: str) -> str:
    """Not indented, because they are copied from here into a console. The grader wrote every line of them."""
    return transcript.strip("\n")


def _facts(text: Text, label: str, lines: Lines) -> None:
    if lines:
        _block(text, f"{label}: " + "; ".join(f"{name}: {value}" for name, value in lines))


def _tail(text: Text, shown: Page, words: Words) -> None:
    if shown.files:
        text.append(f"\n{words('label.files')}\n", "bold")
        for file in shown.files:
            reason = f": {file.reason}" if file.reason else ""
            text.append(_indented(f"{file.path} - {file.fate}{reason}", "  "))
    if shown.output:
        text.append(f"\n{words('label.output')}\n", "bold")
        text.append(_indented(shown.output, "  | "))
        if shown.truncated:
            text.append(f"  {words('label.truncated')}\n")
    if shown.staff:
        text.append(f"\n{words('label.staff')}\n", "bold").append(_indented(shown.staff, "  "))
    text.append(f"\n{shown.isolation}\n")
    if shown.environment:
        _line(text, words("label.environment"), shown.environment)


def _line(text: Text, label: str, value: str, style: str = "") -> None:
    """Further lines of a value are indented: only ours begin at the margin."""
    text.append(f"{label}: ").append(value.replace("\n", f"\n{_INDENT}"), style).append("\n")


def _block(text: Text, paragraph: str) -> None:
    if paragraph:
        text.append(_indented(paragraph, _INDENT))


def _indented(paragraph: str, indent: str) -> str:
    """Every line of it indented, so that what a student printed cannot pose as a line of the report."""
    return "".join(f"{indent}{line}\n" for line in paragraph.rstrip("\n").split("\n"))
