"""Columns of text that stay columns on a terminal, in a pipe and in a log file."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from .safe import one_line


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Aligned columns under a ruled head, every cell on one line and defused. Ends with a line feed."""
    cells = [[one_line(cell) for cell in row] for row in [head, *rows]]
    widths = [max(cell_len(row[column]) for row in cells) for column in range(len(head))]
    lines = [_row(row, widths) for row in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "".join(f"{line}\n" for line in lines)


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
    return "  ".join(padded).rstrip()
