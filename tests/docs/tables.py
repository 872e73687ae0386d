"""The tables of a page, by the heading that they stand under."""

from __future__ import annotations

import re
from pathlib import Path


def tables(page: Path) -> dict[str, list[list[str]]]:
    """Rows of cells, without the head; several tables under one heading are one."""
    found: dict[str, list[list[str]]] = {}
    heading, fenced = "", False
    for line in page.read_text(encoding="utf-8").splitlines():
        fenced ^= line.startswith("```")
        if line.startswith("#") and not fenced:
            heading = line.lstrip("# ")
        elif line.startswith("|") and not fenced:
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            found.setdefault(heading, []).append(cells)
    return {heading: [row for row in rows[1:] if not set(row[0]) <= set("-|")] for heading, rows in found.items()}


def names(row: list[str]) -> list[str]:
    """What stands in backquotes in the first cell."""
    return re.findall(r"`([^`]+)`", row[0])
