"""What a student reads of a check that did not pass: the sentences of the grader's own verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .. import wording
from ..core.assignment import CheckSpec
from ..core.report import CheckRun
from ..core.text import Text
from ..core.verdict import Outcome
from ..reports.safe import number, visible
from ..reports.words import Words, words_in
from .kit import Kit

_INDENT = "    "


def feedback(kit: Kit, spec: CheckSpec, run: CheckRun, broken: Sequence[Mapping[str, Any]], language: str) -> str:
    """The whole text for one check. It ends without a line feed."""
    words = words_in(language)
    said = visible(words.text(wording.message(run, broken=broken, titles=kit.titles)))
    paragraphs = [said, *_paragraphs(spec, words, kit.brief.get(spec.brief))]
    lines = [f"{words.text(spec.title)}  (0 / {number(spec.points)})", *map(_indented, paragraphs)]
    if run.transcript:  # not indented: it is copied from here into a console
        lines += [_indented(f"{words('label.transcript')}:"), "", visible(run.transcript), ""]
    if run.outcome is Outcome.ERROR:
        lines.append(_indented(visible(run.traceback)))
    return "\n".join(lines)


def message(run: CheckRun, *, titles: Mapping[str, Text], language: str) -> str:
    """Its one sentence alone."""
    return visible(words_in(language).text(wording.message(run, broken=(), titles=titles)))


def _paragraphs(spec: CheckSpec, words: Words, asked: Text | None) -> Iterator[str]:
    """What stands below the sentence, which says both what was expected and what happened."""
    yield f"{words('label.hint')}: {words.text(spec.hint)}"
    line = f"{spec.brief}. {words.text(asked).replace('`', '')}" if asked else spec.brief
    yield f"{words('label.brief')}: {line}"
    if spec.reference:
        yield f"{words('label.reference')}: {spec.reference}"


def _indented(paragraph: str) -> str:
    return "\n".join(f"{_INDENT}{line}" if line else "" for line in paragraph.split("\n"))
