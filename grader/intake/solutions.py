"""A model answer and what students start from: the same file without what stands between the solution marks."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from ..core.errors import AssignmentError

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"

_LIKE_A_MARK = re.compile(r"#\s*(BEGIN|END)\s+SOLUTION", re.IGNORECASE)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # as Python counts them; str.splitlines also splits at a form feed
_STEP = " " * 4


@dataclass(frozen=True, slots=True)
class _Region:
    """What was left out: how many lines of the stub stand in front of it, and how deep its mark was indented."""

    before: int
    indent: str


def stub_of(source: str, file: str = "the model answer") -> str:
    """``source`` without its solution regions, marks included; ``pass`` stands where a block would be empty.

    A docstring is a body. Text without marks comes back as it is. Raises ``AssignmentError`` with ``file`` and line
    for marks that do not pair, for Python that does not parse, and for a region that cuts a statement in two.
    """
    _refuse_unparsable(source, file, "is not Python")
    kept, regions = _cut(source, file)
    if not regions:
        return source
    for row, indent in reversed(list(_headers_without_body("".join(kept)))):
        _fill(kept, row, indent, regions)
    stub = "".join(kept)
    _refuse_unparsable(stub, file, "is not Python without its solution; a region must hold whole statements")
    return stub


def has_solution(source: str) -> bool:
    """Whether some line of it is the mark with which a solution begins."""
    return any(line.strip() == BEGIN for line in source.split("\n"))


def _refuse_unparsable(source: str, file: str, problem: str) -> None:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise AssignmentError(f"{file}:{line}", None, f"{problem}: {getattr(error, 'msg', error)}") from error


def _cut(source: str, file: str) -> tuple[list[str], list[_Region]]:
    """The lines that stay, and the regions that went."""
    kept: list[str] = []
    regions: list[_Region] = []
    begun, indent = 0, ""
    for number, line in enumerate(_LINE.findall(source), start=1):
        mark = _mark(line, f"{file}:{number}")
        if mark == BEGIN:
            if begun:
                raise AssignmentError(
                    f"{file}:{number}", None, f'a second "{BEGIN}" before the end of that of line {begun}'
                )
            begun, indent = number, line[: len(line) - len(line.lstrip())]
        elif mark == END:
            if not begun:
                raise AssignmentError(f"{file}:{number}", None, f'"{END}" without a "{BEGIN}" before it')
            regions.append(_Region(len(kept), indent))
            begun = 0
        elif not begun:
            kept.append(line)
    if begun:
        raise AssignmentError(f"{file}:{begun}", None, f'"{BEGIN}" without an "{END}" after it')
    return kept, regions


def _mark(line: str, where: str) -> str | None:
    """The mark that this line is, or None. What only looks like one would hand the solution out: an error."""
    text = line.strip()
    if text in {BEGIN, END}:
        return text
    if found := _LIKE_A_MARK.search(line):
        meant = BEGIN if found[1].upper() == "BEGIN" else END
        raise AssignmentError(where, None, f'write "{meant}", alone on its line; this is "{text}"')
    return None


def _headers_without_body(source: str) -> Iterator[tuple[int, str]]:
    """(last row, indentation) of each ``def ...:``, ``else:`` and so on with no statement indented below it.

    Nothing but the header of a block ends in a colon, so the tokens tell, and a text that does not parse yet will do.
    """
    logical: list[tokenize.TokenInfo] = []
    header: list[tokenize.TokenInfo] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in {tokenize.COMMENT, tokenize.NL, tokenize.DEDENT}:
                continue
            if header and token.type != tokenize.INDENT:
                yield header[-1].end[0], header[0].line[: header[0].start[1]]
            header = []
            if token.type == tokenize.NEWLINE:
                header = logical if logical[-1].string == ":" else []
                logical = []
            elif token.type != tokenize.INDENT:
                logical.append(token)
    except (tokenize.TokenError, SyntaxError):
        return  # a region cut a statement in two: whoever parses the stub says where


def _fill(kept: list[str], row: int, indent: str, regions: list[_Region]) -> None:
    """Put ``pass`` where the body of the block at ``row`` was."""
    for region in regions:
        if region.before >= row:
            deeper = region.indent if len(region.indent) > len(indent) else indent + _STEP
            if kept[region.before - 1 : region.before] and not kept[region.before - 1].endswith("\n"):
                kept[region.before - 1] += "\n"
            kept.insert(region.before, f"{deeper}pass\n")
            return
