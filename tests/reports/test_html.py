from __future__ import annotations

import re

import pytest

from grader.core.text import LANGUAGES
from grader.core.verdict import Diagnosis, Outcome
from grader.reports.html import feedback
from tests.htmlpages import Reader

from .samples import SECRET, assignment, hidden, hostile, result, text, verdict


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def test_the_page_says_its_language(language):
    assert ("html", {"lang": language}) in Reader(feedback(verdict(), language)).tags


def test_nothing_is_loaded_and_nothing_runs(language):
    page = Reader(feedback(hostile(), language, assignment=assignment(), staff=True))
    assert not {"script", "img", "link", "iframe", "object", "base", "form"} & set(page.names())
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name in {"src", "style"}]
        assert not (attributes.get("href") or "https://").startswith("javascript")


def test_the_policy_forbids_everything_but_the_style():
    metas = [attributes for tag, attributes in Reader(feedback(verdict(), "en")).tags if tag == "meta"]
    policy = next(m["content"] for m in metas if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_hostile_text_is_only_text(language):
    page = feedback(hostile(), language)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert all(char.isprintable() or char in "\n\t" for char in page)
    page.encode()


def test_each_task_has_a_heading(language):
    checks = (result("stored"), result("owner", task="passport"))
    headings = re.findall(r"<h2>(.*?) <span", feedback(verdict(*checks), language))
    assert headings == ["husband", "passport"]


def test_every_outcome_is_a_word():
    page = feedback(verdict(*(result(f"c_{o}", o) for o in Outcome)), "en")
    assert re.findall(r'class="mark">(.*?)<', page) == ["passed", "FAILED", "not run", "our error"]


def test_students_never_see_the_details_of_a_hidden_check(language):
    shown = verdict(hidden(), staff={"trouble": SECRET})
    assert SECRET not in feedback(shown, language)
    assert SECRET in feedback(shown, language, staff=True)


@pytest.mark.parametrize(
    ("reference", "linked"), [("https://docs.example/x", True), ("http://x", False), ("javascript:1", False)]
)
def test_only_addresses_of_the_web_become_links(reference, linked):
    page = feedback(verdict(diagnoses=(Diagnosis("d", text("why"), "models.py", 3, reference),)), "en")
    assert (f'href="{reference}"' in page) is linked
    assert "models.py, line 3" in page


def test_the_same_verdict_gives_the_same_page(language):
    assert feedback(hostile(), language) == feedback(hostile(), language)
