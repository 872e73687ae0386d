"""Every hostile text in every output: it is shown, and does nothing. Read by parsers that are not ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.hostile.heads import Built, built
from tests.hostile.renderers import RENDERERS

ATTACKS = built("output", {"says"})


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """With colours, as people see it."""
    for name in ("NO_COLOR", "COLUMNS", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_attack(attack: Built, record_property: Callable[[str, object], None]) -> None:
    """The text stays a text, in each of the outputs."""
    record_property("required", f"a text in {len(RENDERERS)} outputs")
    won: dict[str, str] = {}
    for name, render in RENDERERS.items():
        try:
            render(attack.module.TEXT)
        except Exception as error:
            won[name] = f"{type(error).__name__}: {error}"[:1000]
    assert not won, won
    record_property("observed", f"a text in {len(RENDERERS)}: {', '.join(RENDERERS)}")


def test_the_corpus_is_there() -> None:
    """A folder that went missing would be a silent hole."""
    assert len(ATTACKS) > 50
    assert len(RENDERERS) == 15
