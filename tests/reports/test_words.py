from __future__ import annotations

import re
import string
import tomllib

import pytest

from grader.core.text import LANGUAGES
from grader.core.verdict import IncidentKind, Outcome, Status
from grader.reports.html import feedback
from grader.reports.words import WORDS_FILE, load_table, words_in

from .samples import verdict

ENTRIES = [
    (f"{section}.{name}", entry)
    for section, entries in tomllib.loads(WORDS_FILE.read_text(encoding="utf-8")).items()
    for name, entry in entries.items()
]


@pytest.mark.parametrize(("key", "entry"), ENTRIES)
def test_every_word_is_there_in_both_languages(key, entry):
    assert set(entry) == set(LANGUAGES)
    assert all(entry[language].strip() for language in LANGUAGES)


@pytest.mark.parametrize(("key", "entry"), ENTRIES)
def test_both_languages_fill_in_the_same_names(key, entry):
    names = [{name for _, name, _, _ in string.Formatter().parse(entry[lang]) if name} for lang in LANGUAGES]
    assert names[0] == names[1]


@pytest.mark.parametrize(("key", "entry"), ENTRIES)
def test_an_old_russian_console_can_print_every_word(key, entry):
    entry["ru"].encode("cp866")
    entry["en"].encode("ascii")


@pytest.mark.parametrize(("section", "members"), [("mark", Outcome), ("status", Status), ("incident", IncidentKind)])
def test_every_member_of_a_vocabulary_has_a_word(section, members):
    assert {key for key in load_table() if key.startswith(f"{section}.")} == {f"{section}.{m}" for m in members}


def test_a_russian_page_holds_no_english_label():
    page = feedback(verdict(), "ru")
    labels = [re.escape(words_in("en")(key)) for key in ("label.score", "label.status", "mark.passed")]
    assert not re.search(rf">\s*({'|'.join(labels)})\b", page)
