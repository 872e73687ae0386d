"""The class report and its charts: one file, both languages, nothing of a student's that could act."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from grader.commands.terms import CHECKOUT
from grader.core.statistics import AssignmentClass, ClassCheck, ClassDiagnosis, ClassStudent
from grader.core.text import Text
from grader.core.verdict import Outcome
from grader.intake.assignments import find_assignment
from grader.reports import charts
from grader.reports.charts import Series
from grader.reports.class_report import class_report, class_words
from grader.reports.stats import stats_text

MADE = datetime(2026, 11, 27, 12, tzinfo=UTC)
HOSTILE = '<script>alert(1)</script>\u202e\x1b[2J"&'


def a_class(students=200, name=lambda number: f"Student {number}"):
    spec = find_assignment("one_to_one", CHECKOUT / "assignments")
    checks = tuple(ClassCheck(c.id, c.task, c.title, c.points) for c in spec.checks)
    people = tuple(
        ClassStudent(
            f"s{number}",
            name(number),
            "graded",
            float(number % 21),
            1,
            {check.id: list(Outcome)[(number * place) % 3] for place, check in enumerate(checks)},
        )
        for number in range(students)
    )
    missing = ClassStudent("zed", "Zed", "missing", None)
    diagnosis = ClassDiagnosis("foreign_key_instead", Text("A foreign key.", "Внешний ключ."), 17)
    return AssignmentClass(
        "one_to_one", spec.title, 20.0, checks, (*people, missing), (diagnosis,), {"widow_stays": [1, 2]}
    )


def svgs(page):
    return [ET.fromstring(found) for found in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_two_hundred_students_are_one_file_that_loads_nothing(language):
    page = class_report("course", [a_class()], language, made_at=MADE)
    assert len(page.encode()) < 1_500_000
    assert f'<html lang="{language}">' in page
    assert "default-src 'none'" in page
    assert not re.search(r"<script|<img|<link|src=|@import|url\(", page)
    assert set(re.findall(r"https?://[^\"\s<]+", page)) == {"http://www.w3.org/2000/svg"}
    assert len(svgs(page)) == 4


def test_the_heat_map_has_a_cell_for_each_student_and_check():
    page = class_report("course", [a_class(30)], "en", made_at=MADE)
    [heat] = [svg for svg in svgs(page) if "Students and checks" in ET.tostring(svg, encoding="unicode")]
    cells = [rect for rect in heat.iter("{http://www.w3.org/2000/svg}rect") if rect.get("width") == "16"]
    assert len(cells) == 30 * 34


def test_what_a_student_is_called_stays_text():
    page = class_report(HOSTILE, [a_class(5, lambda _: HOSTILE)], "en", made_at=MADE)
    assert "<script" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_words_are_in_the_language_asked_for():
    russian = class_report("course", [a_class(5)], "ru", made_at=MADE)
    assert "Распределение баллов" in russian
    assert "How the points" not in russian
    assert "ничего не сдали" in stats_text([a_class(5)], "ru")


def test_a_class_without_anybody_is_a_page_too():
    empty = AssignmentClass("slug", Text("Title", "Имя"), 20.0, (ClassCheck("a", "t", Text("a", "a"), 20.0),), ())
    assert "Title" in class_report("course", [empty], "en", made_at=MADE)
    assert "slug" in stats_text([empty], "en")
    assert stats_text([], "en") == "Nobody has handed in anything.\n"


def test_numbers_fit_a_terminal():
    assert max(map(len, stats_text([a_class()], "en").splitlines()[2:])) <= 100


def test_a_line_chart_places_its_points():
    chart = charts.line_chart(
        [Series("one", [(100, 1), (1000, 10), (10000, 100)])],
        title="t",
        x_label="x",
        y_label="y",
        log_x=True,
        log_y=True,
    )
    places = [
        (float(dot.get("cx")), float(dot.get("cy")))
        for dot in svgs(chart)[0].iter("{http://www.w3.org/2000/svg}circle")
    ]
    (x0, y0), (x1, y1), (x2, y2) = places
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.2)  # equal steps on both logarithmic axes
    assert y0 - y1 == pytest.approx(y1 - y2, abs=8)
    assert y0 > y1 > y2


@pytest.mark.parametrize(("step", "nice"), [(0.3, 0.5), (1.0, 1.0), (1.2, 2.0), (4.0, 5.0), (700, 1000), (0.02, 0.02)])
def test_ticks_are_round(step, nice):
    assert charts._nice(step) == pytest.approx(nice)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_word_of_the_page_is_there(language):
    page = (CHECKOUT / "grader" / "reports" / "class_report.html").read_text(encoding="utf-8")
    asked = set(re.findall(r'words\("([\w.]+)"', page))
    assert len(asked) > 8
    assert all(class_words(language).table[key].in_language(language) for key in asked)


def test_every_word_is_there_in_both_languages():
    assert all(entry.en and entry.ru for entry in class_words("en").table.values())
