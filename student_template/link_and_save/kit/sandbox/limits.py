"""Reads ``limits.toml``, the one place where limits have values."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from ..core.limits import Limits


@cache
def default_limits() -> Limits:
    """The shipped limits. The headings of the file are for its readers only."""
    tables = tomllib.loads(Path(__file__).with_name("limits.toml").read_text(encoding="utf-8"))
    return Limits(**{name: value for table in tables.values() for name, value in table.items()})
