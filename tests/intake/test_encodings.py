"""The bytes of a source file: what editors write is read, what hides something is refused."""

from __future__ import annotations

import codecs
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.core.errors import SubmissionError
from grader.core.submission import Submission
from grader.intake.decoding import source_text
from tests.intake.builders import refused, taken

HandIn = Callable[..., Submission]
TEXT = "name = 'Анна'\n"


@pytest.mark.parametrize(
    ("cookie", "encoding"),
    [
        ("utf-8", "utf-8"), ("UTF8", "utf-8"), ("utf-8-unix", "utf-8"), ("cp1251", "cp1251"),
        ("windows-1251", "cp1251"), ("cp866", "cp866"), ("IBM866", "cp866"), ("koi8-r", "koi8-r"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "#!/usr/bin/python\n", "\n", "\f # x\r\n", "# x\r"])
def test_declared_encodings_of_russian_editors_are_read(before: str, cookie: str, encoding: str) -> None:
    """In the first line or the second, as Python finds them, whatever the line ends."""
    text = f"{before}# -*- coding: {cookie} -*-\n{TEXT}"
    assert source_text("models.py", text.encode(encoding)) == text
    compile(text.encode(encoding), "models.py", "exec")


@pytest.mark.parametrize("cookie", ["latin-1", "iso-8859-1", "iso-latin-1-unix", "cp1252"])
def test_western_encodings_are_read(cookie: str) -> None:
    """Latin-1 and its Windows form."""
    text = f"# vim: set fileencoding={cookie} :\nname = 'Zoé'\n"
    assert source_text("models.py", text.encode("latin-1")) == text


def test_utf8_is_read_with_and_without_mark(hand_in: HandIn) -> None:
    """A byte order mark is no part of the text, and the bytes are handed on as they are."""
    marked = codecs.BOM_UTF8 + TEXT.encode()
    assert source_text("models.py", marked) == source_text("models.py", TEXT.encode()) == TEXT
    assert taken(hand_in("models.py", marked)) == {"models.py": marked}


@pytest.mark.parametrize("content", [b"a = 1\r\nb = 2\r\n", b"a = 1\rb = 2\r", b"\tx = 1\n        y = 2\n\f"])
def test_line_ends_and_tabs_are_the_students_own(hand_in: HandIn, content: bytes) -> None:
    """Any line ends are usable; mixed tabs are a fault that grading shows."""
    assert taken(hand_in("models.py", content)) == {"models.py": content}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("utf-32"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (b"x = 1\0", "not a text"),
        (b"a = 1\nb = 2\n" + TEXT.encode("cp1251"), "line 3"),
        (b"a = 1\r\nb = 2\r\n" + TEXT.encode("cp1251"), "line 3"),
        (b"a = 1\rb = 2\r" + TEXT.encode("cp1251"), "line 3"),
        (b"# coding: utf-8\nx = '\xe9'\n", "line 2"),
        (b"# coding: cp1251\nx = '\x98'\n", "CP1251"),
        (b"# coding: utf-7\nx = 1 #+AAo-y = 2\n", '"utf-7"'),
        (b"#!/usr/bin/python\n# coding: utf-7\n", '"utf-7"'),
        (b"\r# coding: utf-7\r", '"utf-7"'),
        (b"# coding: rot13\n", '"rot13"'),
        (b"# coding: punycode\n", '"punycode"'),
        (b"# coding: no-such-thing\n", '"no-such-thing"'),
        (b"# coding: utf_16\n", '"utf_16"'),
        (b"# coding: latin-2\n", '"latin-2"'),
        (codecs.BOM_UTF8 + b"# coding: cp1251\n", 'declares "cp1251"'),
        (codecs.BOM_UTF8 + b"# coding: utf8\n", 'declares "utf8"'),
        (b"x = '\xed\xa0\x80'\n", "UTF-8"),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused(hand_in: HandIn, content: bytes, reason: str) -> None:
    """The reason names the encoding or the line."""
    assert reason in refused(hand_in("models.py", content))


@pytest.mark.parametrize("content", [b"x = 1 # coding: utf-7\n", b"x = 1\n# coding: utf-7\n", b"\n\n# coding: utf-7\n"])
def test_a_cookie_that_python_ignores_is_ignored(content: bytes) -> None:
    """Behind code, below code and in the third line it declares nothing."""
    assert source_text("models.py", content) == content.decode()


_cookies = st.sampled_from(["utf-8", "utf-7", "cp1251", "rot13", "latin-1", "utf-8-sig", "UTF_8", "u8", "koi8_r"])
_lines = st.one_of(
    st.binary(max_size=10),
    st.builds(lambda cookie, before: before + b"# coding: " + cookie.encode(), _cookies, st.binary(max_size=3)),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(_lines, max_size=4),
    st.sampled_from([b"\n", b"\r", b"\r\n"]),
    st.sampled_from([b"", codecs.BOM_UTF8]),
)
@example([b"x = 1", b"# coding: utf-7"], b"\r", b"")
@example([b"# coding: utf8"], b"\n", codecs.BOM_UTF8)
@example([b"# coding: UTF_8-sig"], b"\n", codecs.BOM_UTF8)
def test_what_is_accepted_python_reads_too(lines: list[bytes], end: bytes, mark: bytes) -> None:
    """Python never finds another encoding than we do: accepted bytes give no encoding error there."""
    content = mark + end.join([*lines, b"'''", "Анна".encode()])
    try:
        source_text("models.py", content)
    except SubmissionError:
        return
    try:
        compile(content, "models.py", "exec")
    except SyntaxError as error:
        told = str(error)
        assert "codec" not in told
        assert "encoding" not in told
