from __future__ import annotations

import pytest

from grader.reports.safe import encodable, number, one_line, shortened, visible

from .samples import BIDI, ESCAPES, HOSTILE


def test_what_steers_a_terminal_is_shown_as_an_escape():
    assert visible("\x1b[2J") == "\\x1b[2J"
    assert visible("\x9b31m\x7f\x00") == "\\x9b31m\\x7f\\x00"


def test_what_reorders_a_line_is_shown_as_an_escape():
    assert visible("a\u202eb") == "a\\u202eb"
    assert visible("\U000e0041") == "\\U000e0041"


@pytest.mark.parametrize("text", ["Олег", "naïve", "a b", "日本", "no-break\xa0space", "tab\tand\nline", "😀"])
def test_ordinary_text_stays_as_it_is(text):
    assert visible(text) == text


def test_windows_line_ends_are_line_ends():
    assert visible("a\r\nb") == "a\nb"
    assert visible("a\rb") == "a\\x0db"


def test_a_name_stays_on_its_line():
    assert one_line("a\nb\tc") == "a\\nb\\tc"


@pytest.mark.parametrize("char", sorted(set(ESCAPES + BIDI) - set("[]02J;owned31mevil")))
def test_nothing_of_an_attack_passes(char):
    assert char not in visible(HOSTILE)


def test_piled_marks_are_written_out():
    """As many as languages need stay: Vietnamese in two pieces, Hebrew with all of its signs."""
    for word in ("e\u0323\u0302", "\u05d1\u05bc\u05b7\u0591", "\u0438\u0306", "\u0e17\u0e35\u0e48"):
        assert visible(word) == word
    assert visible("x" + "\u0336" * 6 + "y") == "x" + "\u0336" * 4 + "\\u0336\\u0336y"
    assert visible("x" + "\u20dd" * 5) == "x" + "\u20dd" * 4 + "\\u20dd"


def test_lone_surrogates_can_be_written():
    assert encodable("a\ud800b") == "a\ufffdb"
    assert encodable("\ud83d\ude00") == "😀"
    encodable(HOSTILE).encode()


@pytest.mark.parametrize(("value", "written"), [(17.0, "17"), (0.5, "0.5"), (0.125, "0.125"), (100, "100"), (0, "0")])
def test_points_are_written_as_people_write_them(value, written):
    assert number(value) == written


def test_long_text_is_cut_and_says_so():
    assert shortened("abcdef", 3) == "abc ..."
    assert shortened("abc", 3) == "abc"
