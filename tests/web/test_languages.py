"""Every sentence of the site in both languages, and the compiled catalogue as new as its text."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from grader import web

HOME = Path(web.__file__).parent
CATALOGUE = HOME / "locale" / "ru" / "LC_MESSAGES"


def _told(text: str) -> set[str]:
    """What templates and views ask to be translated, by a reading of their own."""
    found = set(re.findall(r"{% translate \"([^\"]+)\"", text)) | set(re.findall(r"{% translate '([^']+)'", text))
    blocks = re.findall(r"{% blocktranslate[^%]*%}(.*?)(?:{% plural %}.*?)?{% endblocktranslate %}", text, re.DOTALL)
    found |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", block) for block in blocks}
    return found | set(re.findall(r"\b_\(\s*\"([^\"]+)\"", text))


def test_every_sentence_is_there_in_russian() -> None:
    with (CATALOGUE / "django.mo").open("rb") as file:
        known = gettext.GNUTranslations(file)
    wanted = set()
    for path in [*HOME.glob("*.py"), *HOME.glob("templates/**/*.html")]:
        wanted |= _told(path.read_text(encoding="utf-8"))
    assert len(wanted) > 60
    # a plural's sentence is known by its first form with a number
    missing = {told for told in wanted if known.gettext(told) == told and known.ngettext(told, "", 1) == told}
    assert missing == set()


@pytest.mark.parametrize(("language", "word"), [("en", "Attempts left"), ("ru", "Осталось попыток")])
def test_a_page_speaks_the_language_that_was_chosen(here, language, word) -> None:
    client = Client()
    client.force_login(here.users["ann"])
    answer = client.post(reverse("set_language"), {"language": language, "next": reverse("home")})
    assert answer.status_code == 302
    page = client.get(reverse("course", kwargs={"folder": "here"})).content.decode()
    assert word in page
    assert f'<html lang="{language}">' in page
