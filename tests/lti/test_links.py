"""The next page, out of headers as platforms write them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.lms.lti.links import next_page
from tests.lti.double_ags import link_header

HERE = "https://platform.test/members?limit=2"
THERE = "https://platform.test/members?limit=2&from=3"


@pytest.mark.parametrize("html", [False, True], ids=["straight", "as Moodle"])
def test_as_the_platforms_write_it(html) -> None:
    assert next_page({"Link": link_header(THERE, "next", html=html)}, HERE) == THERE
    assert next_page({"link": link_header(THERE, "prev", html=html)}, HERE) is None


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (f'<{HERE}>; rel="current",<{THERE}>; rel="next",<{HERE}>; rel="last"', THERE),  # as Canvas
        (f"<{THERE}>;rel=next", THERE),
        (f"<{THERE}>; rel='next'", THERE),
        (f'<{THERE}>; REL="Next"', THERE),
        (f'<{THERE}>; title="a, b"; rel="next"', THERE),
        (f'<{THERE}>; rel="next"; title="a <b>"', THERE),
        (f'<{THERE}>; rel="start next"', THERE),
        (f'<{THERE}>; rel="nextish"', None),
        (f'<{THERE}>; title="rel=next"', None),
        (f'<{HERE}>; rel="differences", <{THERE}>; rel="next"', THERE),
        ('</members?page=bookmark:WyJBIl0>; rel="next"', "https://platform.test/members?page=bookmark:WyJBIl0"),
        ('<?from=a,b>; rel="next"', "https://platform.test/members?from=a,b"),
        ('<>; rel="next"', HERE),
        ("", None),
        ("next", None),
        ("<https://platform.test/", None),
    ],
)
def test_as_it_may_be_written(header, found) -> None:
    """Letter by letter: in a bookmark the case of a letter counts."""
    assert next_page({"Link": header}, HERE) == found


def test_no_header_is_the_last_page() -> None:
    assert next_page({"Content-Type": "application/json"}, HERE) is None


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from('<>;,="\u201c\u201d& relnxt/[]:?#'), max_size=60)))
def test_nothing_that_a_platform_writes_is_too_much(written) -> None:
    found = next_page({"Link": "".join(written)}, HERE)
    assert found is None or isinstance(found, str)


@pytest.mark.parametrize("piece", ["<", ";", "<>;", " ", '<>;"', "rel=", "a", "a=", '<>;rel="', "\u201c", "a \t"])
def test_a_long_header_takes_no_longer_than_it_is(piece) -> None:
    began = time.process_time()
    assert next_page({"Link": piece * (6_000_000 // len(piece))}, HERE) is None
    assert time.process_time() - began < 1.0
