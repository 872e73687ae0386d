"""Every sentence of every diagnosis stands in both languages, and a Russian Windows console can show it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandboxed import ROOT

FILES = sorted([*ROOT.glob("grader/diagnosis/*.py"), *ROOT.glob("assignments/*/diagnoses*.py")])
SAYING = {"says", "_says"}


def sentences(path: Path) -> Iterator[tuple[int, dict[str, str], bool]]:
    """Line, the literal parts of ``en`` and ``ru``, and whether a reference is given, of each finding in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        words = {word.arg: word.value for word in node.keywords}
        if name in SAYING and {"en", "ru"} & set(words):
            yield node.lineno, {key: literals(words[key]) for key in ("en", "ru") if key in words}, "reference" in words


def literals(node: ast.expr) -> str:
    return " ".join(
        part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_every_sentence_is_in_both_languages_and_printable(path):
    """English without Cyrillic, Russian with it, nothing that code page 866 lacks but the quotation marks."""
    for line, words, referenced in sentences(path):
        where = f"{path.name}:{line}"
        assert set(words) == {"en", "ru"}, where
        if words["ru"]:  # handed through from elsewhere where empty
            assert re.search("[а-яё]{2}", words["ru"]), where
            assert not re.search("[а-яё]", words["en"], re.IGNORECASE), where
            assert referenced, where
        for text in words.values():
            assert re.sub("[«»]", "", text).encode("cp866", "ignore").decode("cp866") == re.sub("[«»]", "", text), where


def test_there_are_more_than_thirty():
    assert sum(1 for path in FILES for _ in sentences(path)) > 100
