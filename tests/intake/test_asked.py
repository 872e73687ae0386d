"""``tables.toml``: read whole, written back, and refused with the place that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.core.asked import AskedColumn, AskedTable, asked_by
from grader.core.errors import AssignmentError
from grader.intake.asked import TABLES_FILE, read_asked, written
from grader.intake.assignments import load_assignment
from tests.core.test_asked import MODEL_ANSWER
from tests.intake.builders import ROOT, write_assignment


def read(folder: Path, text: str) -> tuple[AskedTable, ...]:
    (folder / TABLES_FILE).write_text(text, encoding="utf-8")
    return read_asked(folder)


def test_every_fact_is_read(tmp_path: Path) -> None:
    text = "[Women]\nid = { any_name = true, key = true }\n"
    text += 'of_id = { null = false, to = "accounts.User", on_delete = "CASCADE" }'
    columns = (
        AskedColumn("id", any_name=True, key=True),
        AskedColumn("of_id", null=False, to="accounts.User", on_delete="CASCADE"),
    )
    assert read(tmp_path, text) == (AskedTable("Women", columns),)


def test_what_is_printed_is_read_again(tmp_path: Path) -> None:
    asked = asked_by(MODEL_ANSWER)
    assert read(tmp_path, written(asked)) == asked


def test_an_assignment_may_ask_for_no_tables(tmp_path: Path) -> None:
    assert load_assignment(write_assignment(tmp_path)).tables == ()


def test_it_changes_no_verdict(tmp_path: Path) -> None:
    folder = write_assignment(tmp_path)
    before = load_assignment(folder).digest
    read(folder, "[Women]\nid = {}")
    assert load_assignment(folder).digest == before
    assert [table.model for table in load_assignment(folder).tables] == ["Women"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[Women]\nid = { nul = true }", "Women.id.nul: unknown key"),
        ("[Women]\nid = true", "Women.id: must be a table"),
        ("Women = 1", "Women: must be a table"),
        ('["a b"]\nid = {}', "a b: is no model's name"),
        ('[Women]\nid = { null = "yes" }', "Women.id.null: must be true or false"),
        ('[Women]\nh = { on_delete = "SET_NUL" }', 'did you mean "SET_NULL"?'),
        ('[Women]\nh = { to = "Wimen" }', 'Women.h.to: there is no table of "Wimen"; did you mean "Women"?'),
        ("[Women]\nid = { any_name = true }", "is for the table's key"),
        ("[Women", "is not TOML"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(AssignmentError) as caught:
        read(tmp_path, text)
    assert complaint in str(caught.value)
    assert TABLES_FILE in str(caught.value)


@pytest.mark.parametrize("slug", ["one_to_one", "parent_link"])
def test_the_shipped_ones_name_only_what_students_are_told(slug: str) -> None:
    """Each field and model of the picture stands in the brief, or in what students start from."""
    asked = read_asked(ROOT / "assignments" / slug)
    known = (ROOT / "assignments" / slug / "brief.en.md").read_text(encoding="utf-8")
    known += (ROOT / "student_template" / slug / slug / "models.py").read_text(encoding="utf-8")
    for table in asked:
        assert table.model in known
        for column in table.columns:
            assert column.any_name or column.field.removesuffix("_id") in known, column
