"""The picture of the tables that a submission's models made, beside that of the tables which are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..core.asked import AskedColumn, AskedTable, Difference, differences, pairs
from ..core.assignment import Assignment
from ..core.schema import Column, ModelTable, Schema
from ..core.verdict import Verdict
from .safe import one_line
from .tables_svg import Box, Row, drawn
from .words import Words, words_in


@dataclass(frozen=True, slots=True)
class Pictures:
    """Both pictures as SVG, and the words around them. Where the assignment asks for no tables ``asked`` is empty."""

    heading: str
    own_title: str
    own: Markup
    asked_title: str
    asked: Markup
    outcome: str  # that nothing differs, or that what follows does
    differences: tuple[str, ...]
    notes: tuple[str, ...]


def pictures(verdict: Verdict, language: str, assignment: Assignment | None) -> Pictures | None:
    """Those of a verdict; None where it tells of no tables."""
    schema = verdict.tables
    if not schema.tables:
        return None
    words, asked = words_in(language), assignment.tables if assignment else ()
    found = differences(asked, schema)
    svg = drawn(_own(asked, schema, found, words), name="tables-own", title=words("tables.own"))
    more = (words("tables.more_tables", count=str(schema.left_out)),) if schema.left_out else ()
    return Pictures(
        heading=words("tables.heading"),
        own_title=words("tables.own"),
        own=Markup(svg),  # noqa: S704 - every text in it was escaped by its template
        asked_title=words("tables.asked"),
        asked=_picture_of_asked(asked, words),
        outcome=words("tables.differs" if found else "tables.same") if asked else "",
        differences=tuple(f"{_place(one)}: {_wrong(one, words)}" for one in found),
        notes=(*more, words("tables.said"), words("tables.no_points")),
    )


def _picture_of_asked(asked: Sequence[AskedTable], words: Words) -> Markup:
    if not asked:
        return Markup()
    boxes = [
        Box(one.model, rows=tuple(Row(column.field, notes=_asked(column, words), to=column.to or "")
                                  for column in one.columns))
        for one in asked
    ]  # fmt: skip
    svg = drawn([*boxes, *_given(boxes, words)], name="tables-asked", title=words("tables.asked"))
    return Markup(svg)  # noqa: S704 - every text in it was escaped by its template


# -- boxes -------------------------------------------------------------------------------------------------


def _own(asked: Sequence[AskedTable], schema: Schema, found: Sequence[Difference], words: Words) -> list[Box]:
    """Tables in the order in which they are asked for, then those that nobody asked for."""
    tables = {table.model: table for table in schema.tables}
    boxes = [
        _box(tables.pop(one.model), one, [difference for difference in found if difference.model == one.model], words)
        if one.model in tables
        else Box(one.model, wrong=words("tables.no_table"))
        for one in asked
        if one.model in tables or not schema.left_out
    ]
    boxes += [_box(table, None, [], words) for table in tables.values()]
    return [*boxes, *_given(boxes, words)]


def _box(table: ModelTable, asked: AskedTable | None, found: Sequence[Difference], words: Words) -> Box:
    names = {column.field: field for field, column in pairs(asked, table).items()} if asked else {}
    rows = [_row(column, [one for one in found if one.field == names.get(column.field)], words)
            for column in table.columns]  # fmt: skip
    missing = [
        Row(one.field, wrong=(words("tables.no_column"),), missing=True) for one in found if one.fact == "column"
    ]
    below = [words("tables.unique_together", fields=", ".join(names)) for names in table.unique]
    if table.left_out:
        below.append(words("tables.more_columns", count=str(table.left_out)))
    return Box(table.model, table.table, (*rows, *missing), below=tuple(below))


def _given(boxes: Sequence[Box], words: Words) -> Iterator[Box]:
    """The tables that links lead to and that are none of the student's."""
    there = {box.title for box in boxes}
    for title in dict.fromkeys(row.to for box in boxes for row in box.rows if row.to):
        if title not in there:
            yield Box(title, words("tables.given"))


def _row(column: Column, found: Iterable[Difference], words: Words) -> Row:
    unique = column.unique and not column.key
    flags = [words(f"tables.{name}") for name, holds in (("key", column.key), ("unique", unique), ("null", column.null))
             if holds]  # fmt: skip
    notes = [", ".join(flags)] if flags else []
    if column.to:
        notes.append(words("tables.to", model=column.to))
        told = words.known(f"end.{column.on_delete.removeprefix('DB_')}", "")
        end = f"{column.on_delete} ({told})" if told else column.on_delete
        notes.append(words("tables.on_delete", end=end))
    return Row(column.column, column.type, tuple(notes), tuple(_wrong(one, words) for one in found), column.to)


def _asked(column: AskedColumn, words: Words) -> tuple[str, ...]:
    """What is asked of a column, in words: what is to be written in the model stays the student's to find out."""
    flags = [
        *([words("tables.own_key" if column.any_name else "tables.key")] if column.key else []),
        *([words("tables.unique" if column.unique else "tables.not_unique")] if column.unique is not None else []),
        *([words("tables.null" if column.null else "tables.not_null")] if column.null is not None else []),
    ]
    notes = [", ".join(flags)] if flags else []
    if column.to:
        notes.append(words("tables.to", model=column.to))
    if column.on_delete:
        notes.append(words("tables.on_delete", end=words(f"end.{column.on_delete}")))
    return tuple(notes)


# -- differences -------------------------------------------------------------------------------------------


def _place(one: Difference) -> str:
    return one_line(f"{one.model}.{one.field}" if one.field else one.model)


def _wrong(one: Difference, words: Words) -> str:
    """One difference as a sentence about its table or column."""
    if one.fact in ("table", "column"):
        return words(f"tables.no_{one.fact}")
    if one.fact == "to":
        what = words("tables.to", model=str(one.asked))
    elif one.fact == "on_delete":
        what = words("tables.on_delete", end=words(f"end.{one.asked}"))
    else:
        what = words(f"tables.{one.fact if one.asked else f'not_{one.fact}'}")
    return words("tables.asked_instead", what=what)
