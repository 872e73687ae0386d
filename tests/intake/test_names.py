"""Names: shown safely, compared safely, and never trusted as paths."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core.errors import SubmissionError
from grader.core.text import Text
from grader.intake import reasons
from grader.intake.names import MAX_SHOWN, archive_parts, is_safe_component, key_of, shown

anything = st.text(st.characters(), max_size=400)  # lone surrogates among them


@settings(max_examples=150, deadline=None)
@given(anything)
def test_a_shown_name_is_one_short_visible_line(name: str) -> None:
    """Whatever the name: printable, cut, and encodable in UTF-8."""
    line = shown(name)
    assert len(line) <= MAX_SHOWN
    assert line.isprintable()
    line.encode()


@pytest.mark.parametrize("name", ["models.py", "Иванов Иван/модели.py", "Zoé (1).py", "模型.py"])
def test_an_honest_name_is_shown_as_it_is(name: str) -> None:
    """In any script."""
    assert shown(name) == name


def test_a_cut_name_keeps_its_end() -> None:
    """The end says what kind of file it is."""
    assert shown("a" * 5000 + ".zip").endswith("aaa.zip")
    assert shown("я" * 121).startswith("яяя")
    assert "..." in shown("я" * 121)


@pytest.mark.parametrize("letter", ["\u202e", "\udcff", "\U000e0041", "\u0336", "\x1b"])
@pytest.mark.parametrize("count", [19, 25, 60, 3000])
def test_a_name_of_nothing_but_escapes_is_cut_too(letter: str, count: int) -> None:
    """Its end alone is longer than a line when it is written out."""
    line = shown("x" + letter * count)
    assert len(line) <= MAX_SHOWN
    assert line.isprintable()


def test_piled_accents_are_written_out() -> None:
    """One accent belongs to its letter, forty are an attack on the reader's eyes."""
    assert shown("и\u0306") == "й"
    assert shown("x\u0335\u0336\u0337") == "x\u0335\\u0336\\u0337"


@settings(max_examples=150, deadline=None)
@given(anything)
def test_parts_of_an_archive_name_never_lead_out(name: str) -> None:
    """Either refused, or plain parts without any way up."""
    try:
        parts = archive_parts(name)
    except SubmissionError:
        return
    assert not {"", ".", ".."}.intersection(parts)
    assert not any("/" in part or "\\" in part or "\0" in part for part in parts)


def test_keys_are_equal_where_a_file_system_may_take_names_for_one() -> None:
    """Capitals, composed letters, full width, ligatures."""
    for one, other in (
        ("Models.py", "models.py"),
        ("й.py", "и\u0306.py"),
        ("\uff4d.py", "m.py"),
        ("ﬁ.py", "fi.py"),
    ):
        assert key_of((one,)) == key_of((other,))
    assert key_of(("a", "b")) != key_of(("ab",))


@pytest.mark.parametrize("name", ["alice", "a.b@uni.ru", "Иванов Иван", "s-12_3", "o'brien"])
def test_ordinary_ids_are_safe(name: str) -> None:
    """What universities use to name their students."""
    assert is_safe_component(name)


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a/b", "a\\b", "-rf", ".hidden", "a ", "a.", " a", "CON", "nul.txt", "a\nb", "a\u202eb",
     "a\0", "\udcff", "x" * 201, "я" * 101, "a:b", "a*", '"', "<b>"],
)  # fmt: skip
def test_ids_that_are_no_names_for_folders_are_unsafe(name: str) -> None:
    """Ways up, options, devices of Windows, invisible letters, too long."""
    assert not is_safe_component(name)


def _samples() -> list[tuple[str, Any]]:
    arguments = {"name": "x", "names": ["x"] * 20, "present": ["x"], "asked": "x", "line": 3, "kilobytes": 5}
    arguments |= {"kind": "zip", "limit": 5, "encoding": "UTF-8", "cookie": "x", "target": "x"}
    arguments |= {"count": 2, "cells": [1, 2], "dropped": [(1, 2, "%pwd")]}
    return [
        (name, make(**{key: arguments[key] for key in inspect.signature(make).parameters}))
        for name, make in vars(reasons).items()
        if inspect.isfunction(make) and not name.startswith("_") and name != "note_of"
    ]


@pytest.mark.parametrize(("name", "text"), _samples())
def test_every_reason_speaks_both_languages(name: str, text: SubmissionError | Text) -> None:
    """English in ASCII, Russian in letters that a Windows console has; none is empty or left untranslated."""
    assert text.en.isascii()
    assert text.ru.encode("cp866")
    assert any("а" <= char <= "я" for char in text.ru), name
