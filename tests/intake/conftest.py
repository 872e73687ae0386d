"""Handing something in, in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grader.core.submission import Submission
from grader.intake.uploads import read_submission
from tests.intake.builders import LIMITS, assignment

HandIn = Callable[..., Submission]


@pytest.fixture
def hand_in(tmp_path: Path) -> HandIn:
    """``hand_in("name.zip", bytes)`` or ``hand_in("folder", {"models.py": bytes})``, read as a submission."""

    def reads(name: str, content: bytes | Mapping[str, bytes], *submit: str, app: str = "one_to_one") -> Submission:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.mkdir()
            for inner, data in content.items():
                (path / inner).parent.mkdir(parents=True, exist_ok=True)
                (path / inner).write_bytes(data)
        return read_submission(path, assignment(*submit, app=app), LIMITS)

    return reads
