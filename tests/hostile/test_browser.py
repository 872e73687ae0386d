"""The whole corpus of texts on one page, opened in a real browser: nothing runs, nothing is fetched, nothing moves."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.core.statistics import AssignmentClass
from grader.core.verdict import Verdict
from grader.reports.class_report import class_report
from grader.reports.html import feedback
from tests.browser import new_page
from tests.hostile.heads import built
from tests.hostile.renderers import NOW, class_of, verdict_of
from tests.proving import only_when_proving
from tests.reports.samples import assignment

TEXTS = [attack.module.TEXT for attack in built("output", {"says"})]
HARMLESS = ["harmless"] * len(TEXTS)
_SHAPE = """() => [...document.querySelectorAll("*")].map(element =>
    [element.localName, ...[...element.attributes].map(one => one.name)].join(" "))"""
# Elements that begin above where the one before them ends, though they stand below each other.
_OVERLAPPING = """() => [...document.querySelectorAll("header, section, li, footer")].filter(element => {
    const before = element.previousElementSibling;
    return before && before.getBoundingClientRect().bottom > element.getBoundingClientRect().top + 1;
}).length"""
_WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def verdict_of_all(texts: list[str]) -> Verdict:
    """One verdict that holds every text in every place."""
    each = [verdict_of(text) for text in texts]
    checks = tuple(
        dataclasses.replace(check, id=f"{check.id}_{number}") for number, one in enumerate(each) for check in one.checks
    )
    return dataclasses.replace(
        each[0],
        checks=checks,
        diagnoses=tuple(entry for one in each for entry in one.diagnoses),
        files=tuple(entry for one in each for entry in one.files),
        output=dataclasses.replace(each[0].output, text="\n".join(texts)),
    )


def class_of_all(texts: list[str]) -> AssignmentClass:
    each = [class_of(text) for text in texts]
    return dataclasses.replace(each[0], students=tuple(student for one in each for student in one.students))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with new_page() as page:
        yield page


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("feedback for staff", marks=only_when_proving("every text in every page is parsed in each run")),
        "class report",
        pytest.param("feedback", marks=only_when_proving("the staff's page holds all that it holds")),
    ],
)
def test_nothing_happens(browser: Any, kind: str, tmp_path: Path) -> None:
    """The elements are those of a harmless page; no dialog, no request, no complaint of the browser's about a policy."""
    happened: list[str] = []
    listeners = {
        "dialog": lambda dialog: (happened.append(f"dialog: {dialog.message}"), dialog.dismiss()),
        "console": lambda message: happened.append(f"console: {message.text}"),
        "pageerror": lambda error: happened.append(f"error: {error}"),
        "request": lambda request: happened.append(f"request: {request.url}"),
        "popup": lambda popup: happened.append(f"popup: {popup.url}"),
    }
    shapes = []
    for name, texts in (("harmless.html", HARMLESS), ("hostile.html", TEXTS)):
        path = tmp_path / name
        path.write_text(_made(kind, texts), encoding="utf-8")
        for event, listener in listeners.items():
            browser.on(event, listener)
        browser.goto(path.as_uri(), wait_until="load")
        browser.wait_for_load_state("networkidle")
        browser.mouse.click(5, 5)
        for event, listener in listeners.items():
            browser.remove_listener(event, listener)
        assert happened == [f"request: {path.as_uri()}"]
        happened.clear()
        assert browser.url == path.as_uri()
        shapes.append(browser.evaluate(_SHAPE))
    assert shapes[1] == shapes[0]
    assert browser.title().startswith("One to one" if kind.startswith("feedback") else "The class")
    assert browser.evaluate(_OVERLAPPING) == 0
    assert browser.evaluate(_WIDER) <= 0


def _made(kind: str, texts: list[str]) -> str:
    if kind == "class report":
        return class_report(texts[0], [class_of_all(texts)], "en", made_at=NOW)
    return feedback(verdict_of_all(texts), "en", assignment=assignment(), staff=kind.endswith("staff"))
