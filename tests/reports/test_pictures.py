"""The pictures of tables: whole, harmless whatever a name holds, and told in words and without colour."""

from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core.schema import LONGEST, MOST_COLUMNS, MOST_TABLES, Schema
from grader.core.text import LANGUAGES
from grader.intake.assignments import load_assignment
from grader.reports.html import feedback
from grader.reports.pictures import pictures
from grader.reports.safe import visible
from grader.reports.tables_svg import Box, Row, drawn, fitted
from tests.core.test_asked import HUSBAND, LINK, MODEL_ANSWER, NAME, WOMEN
from tests.htmlpages import Reader
from tests.properties.strategies import schemas
from tests.sandboxed import ASSIGNMENT

from .samples import BIDI, ESCAPES, MARKUP, verdict

SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 1_000_000  # of a picture of the most that is believed; real ones have some 10,000
ASKING = load_assignment(ASSIGNMENT)


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def own(schema: Schema, language: str = "en", assignment=None):
    shown = pictures(verdict(tables=schema), language, assignment)
    assert shown is not None
    return shown


def named(name: str) -> Schema:
    """Everything that a student can name is called so."""
    column = dataclasses.replace(LINK, field=name, column=name, type=name, to=name, on_delete=name)
    return Schema((dataclasses.replace(WOMEN, model=name, table=name, columns=(column,), unique=((name, name),)),))


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


@given(schemas(), st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_whatever_is_told_the_picture_is_well_formed(schema, language):
    shown = pictures(verdict(tables=schema), language, ASKING)
    assert (shown is None) == (not schema.tables)
    if shown:
        assert ET.fromstring(shown.own).tag == f"{SVG}svg"
        assert visible(shown.own) == shown.own


@pytest.mark.parametrize("name", [MARKUP[:LONGEST], ESCAPES, BIDI, "\ud800", "]]>", "--><!--", "{{ 7*7 }}"])
def test_a_hostile_name_is_only_text(name, language):
    svg = own(named(name), language).own
    kinds = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}
    assert kinds <= {"svg", "title", "desc", "rect", "text", "path"}
    assert "<script" not in svg
    page = feedback(verdict(tables=named(name)), language)
    assert not {"script", "img"} & set(Reader(page).names())
    page.encode()


def test_nothing_in_it_needs_a_style_or_a_script():
    """A page whose policy forbids both shows it as it is."""
    for element in ET.fromstring(own(MODEL_ANSWER, assignment=ASKING).own).iter():
        assert element.tag != f"{SVG}style"
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_the_largest_picture_is_bounded():
    column = dataclasses.replace(LINK, field="f" * LONGEST, column="\u6f22" * LONGEST, type="t" * LONGEST)
    table = dataclasses.replace(WOMEN, columns=(column,) * 5000, unique=((("u" * LONGEST),) * 9,) * 9).to_json()
    schema = Schema.from_json({"tables": [table | {"model": f"M{n}"} for n in range(500)], "left_out": 0})
    shown = own(schema, "ru", ASKING)
    assert len(shown.own.encode()) < MOST_BYTES
    assert len(texts(shown.own)) > MOST_TABLES * MOST_COLUMNS
    assert f"Таблиц, которые не показаны: {500 - MOST_TABLES}" in shown.notes
    assert f"  и ещё столбцов: {5000 - MOST_COLUMNS}" in texts(shown.own)


def test_every_column_is_drawn_with_its_facts():
    said = texts(own(MODEL_ANSWER).own)
    for told in ("Women", "app_women", "husband_id", "bigint", "  unique, may be empty", "  leads to Husband"):
        assert told in said
    assert "  if that row is deleted: SET_NULL" in said


def test_a_link_is_a_line_with_a_head():
    paths = list(ET.fromstring(own(MODEL_ANSWER).own).iter(f"{SVG}path"))
    assert len(paths) == 2
    alone = ET.fromstring(own(Schema((HUSBAND,))).own)
    assert list(alone.iter(f"{SVG}path")) == []


def test_links_have_ways_of_their_own():
    rows = tuple(Row(f"c{n}", to="T") for n in range(4))
    svg = ET.fromstring(drawn([Box("A", rows=rows), Box("T")], name="x", title="x"))
    ways = [path.attrib["d"].split("H")[1].split("V")[0] for path in svg.iter(f"{SVG}path") if "H" in path.attrib["d"]]
    assert len(set(ways)) == len(ways) == len(rows)


def test_what_differs_is_marked_by_a_sign_and_in_words():
    plain = dataclasses.replace(LINK, unique=False)
    schema = Schema((HUSBAND, dataclasses.replace(WOMEN, columns=(*WOMEN.columns[:2], plain))))
    shown = own(schema, assignment=ASKING)
    assert "Women.husband_id: asked: unique" in shown.differences
    said = texts(shown.own)
    assert "≠" in said
    assert "  asked: unique" in said
    assert "  there is no such table" in said  # of passports


def test_the_asked_picture_names_no_argument_of_a_field(language):
    """What is to be written stays the student's to find out."""
    asked = own(MODEL_ANSWER, language, ASKING).asked
    assert not [word for word in ("SET_NULL", "CASCADE", "OneToOne", "null=") if word in asked]
    assert "husband_id" in asked


def test_who_does_not_see_it_is_told_the_same(language):
    svg = ET.fromstring(own(MODEL_ANSWER, language, ASKING).own)
    assert svg.attrib["role"] == "img"
    ids = {element.attrib["id"]: element.text or "" for element in svg if "id" in element.attrib}
    assert ids[svg.attrib["aria-labelledby"]]
    told = ids[svg.attrib["aria-describedby"]]
    assert all(part in told for part in ("Women", "husband_id bigint", "Husband", "SET_NULL"))


def test_both_pictures_of_a_page_have_ids_of_their_own(language):
    page = feedback(verdict(tables=MODEL_ANSWER), language, assignment=ASKING)
    ids = [attributes["id"] for _, attributes in Reader(page).tags if "id" in attributes]
    assert len(ids) == len(set(ids)) == 4


def test_without_tables_there_is_no_picture(language):
    assert pictures(verdict(), language, ASKING) is None
    assert "<svg" not in feedback(verdict(), language, assignment=ASKING)


def test_without_asked_tables_there_is_one_picture(language):
    shown = own(MODEL_ANSWER, language)
    assert (shown.asked, shown.outcome, shown.differences) == ("", "", ())


@pytest.mark.parametrize(("text", "shown"), [("name", "name"), ("n" * 11, "n" * 8 + ".."), ("漢" * 6, "漢" * 4 + "..")])
def test_a_name_is_cut_to_its_columns(text, shown):
    assert fitted(text, 10) == shown


def test_the_same_facts_give_the_same_picture():
    many = Schema(tuple(dataclasses.replace(WOMEN, model=f"M{n}", columns=(NAME, LINK)) for n in range(9)))
    assert own(many).own == own(many).own
