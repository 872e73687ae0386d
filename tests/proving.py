"""What takes long is left to ``make prove``, which sets ``GRADER_PROVE``."""

from __future__ import annotations

import os

import pytest

PROVING = bool(os.environ.get("GRADER_PROVE"))


def only_when_proving(why: str) -> pytest.MarkDecorator:
    """Leaves a test out of an ordinary run; ``why``: what makes it long, or what proves the same there."""
    return pytest.mark.skipif(not PROVING, reason=f"{why}: GRADER_PROVE=1")
