"""What Hypothesis makes for the property tests: values and messages of the border, uploads, reports."""

from __future__ import annotations

import json
from datetime import UTC, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from grader.core.schema import LONGEST, Column, ModelTable, Schema
from grader.sandbox.subject import wire
from tests.intake.builders import SOURCE

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-3.5))])

# -- values that cross the border --------------------------------------------------------------------------

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**40), 10**40),
    st.floats(allow_nan=False),
    text,
    st.binary(max_size=20),
    st.decimals(allow_nan=False),
    st.uuids(),
    st.dates(),
    st.datetimes(timezones=_ZONES),
    st.times(timezones=_ZONES),
    st.timedeltas(),
)
keys = st.one_of(st.integers(), st.text(st.characters(exclude_categories=["Cs"]), max_size=5), st.tuples(st.booleans()))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(keys, inner, max_size=4),
        st.sets(scalars, max_size=4),
        st.frozensets(scalars, max_size=4),
    ),
    max_leaves=12,
)

# -- what a hostile program may send instead: data in the wire's form, well formed or not -------------------

_TAGS = ["float", "bytes", "decimal", "uuid", "datetime", "date", "time", "timedelta"]
_TAGS += ["tuple", "set", "frozenset", "iterator", "dict", "ref", "exception", "unknown"]
_ODD_TEXTS = ["nan", "-inf", "sNaN", "1e999999999", "-0", "00", "2026-02-31", "2026-01-01T00:00:00+23:59", "\ud800"]
_ODD_TEXTS += ["", "\0", "\u202e", "\x1b[2J", "__class__", "a" * 300, "$", "husband", "wife"]
odd_text = st.sampled_from(_ODD_TEXTS) | st.text(max_size=20)
odd_number = st.sampled_from([0, -1, 1, 2, 1000, 2**31, 2**63, 2**64, 10**300, -(10**300)]) | st.integers()
odd_scalar = st.none() | st.booleans() | odd_number | st.floats() | odd_text
known_exceptions = st.sampled_from(wire.KNOWN_EXCEPTIONS)

reference = st.fixed_dictionaries(
    {"$": st.just("ref"), "id": odd_number, "name": odd_text},
    optional={"kind": st.sampled_from(["class", "model", "object"]) | odd_scalar, "identity": odd_scalar},
)
exception_class = st.fixed_dictionaries(
    {
        "$": st.just("exception"),
        "class": odd_text,
        "bases": st.lists(known_exceptions | odd_text, min_size=1, max_size=3),
    }
)
odd_data = st.recursive(
    odd_scalar | reference | exception_class,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.fixed_dictionaries(
            {"$": st.sampled_from(_TAGS), "v": inner | st.lists(st.tuples(inner, inner), max_size=3)}
        ),
        st.fixed_dictionaries({"$": st.just("ref"), "id": odd_number, "name": odd_text, "identity": inner}),
        st.dictionaries(st.sampled_from(["$", "v", "id"]) | odd_text, inner, max_size=3),
    ),
    max_leaves=8,
)
error = st.fixed_dictionaries(
    {"class": odd_text, "bases": st.lists(known_exceptions, min_size=1, max_size=3), "text": odd_text},
    optional={
        "validation": st.dictionaries(odd_text, st.lists(st.tuples(odd_scalar, odd_text), max_size=2), max_size=2)
        | st.lists(st.tuples(odd_scalar, odd_text), max_size=2)
        | odd_data,
        "file": odd_scalar,
        "line": odd_scalar,
        "operation": odd_scalar,
    },
)
answer = st.one_of(
    st.fixed_dictionaries({"value": odd_data}),
    st.fixed_dictionaries({"value": odd_data}, optional={"open": odd_scalar, "x": odd_scalar}),
    st.fixed_dictionaries({"error": error}),
    st.fixed_dictionaries({"error": odd_data}),
)


def as_json(message: Any) -> bytes:
    """Python's JSON, which writes what the border does not take, such as NaN."""
    return json.dumps(message).encode()


# -- uploads -----------------------------------------------------------------------------------------------

_PIECES = ["models.py", "models", "__init__.py", "one_to_one", "..", "venv", "MODELS.PY", "models (1).py"]
_PIECES += ["é", "e\u0301", "C:", "\0", "\u202e", "x" * 200, "", "accounts", "a.zip", "hw.ipynb", "."]
pieces = st.sampled_from(_PIECES)
contents = st.binary(max_size=40) | st.just(SOURCE)
member_names = st.lists(pieces, min_size=1, max_size=5).map("/".join) | st.text(max_size=20)
members = st.lists(st.tuples(member_names, contents), max_size=6)
upload_names = st.lists(pieces | st.sampled_from([".py", ".zip", ".tgz", ".ipynb"]), min_size=1, max_size=4).map(
    "".join
)

_FILE_NAMES = [b"models.py", b"models", b"__init__.py", b"one_to_one", b"\xff.py", b"a\nb.py", b"-rf", b"hw.ipynb"]
_file_name = st.sampled_from(_FILE_NAMES) | st.binary(min_size=1, max_size=12).filter(
    lambda name: name not in (b".", b"..") and not {0, ord("/")} & set(name)
)
_KINDS = st.sampled_from(["file", "file", "file", "link", "link to a folder", "second name", "pipe", "folder"])
trees = st.lists(st.tuples(st.lists(_file_name, min_size=1, max_size=4), _KINDS, contents), max_size=8)

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_SOLUTION = {"nbgrader": {"grade_id": "models", "solution": True}}
_sources = (
    st.text() | st.lists(st.sampled_from(["x = 1\n", "%%bash\n", "!ls\n", "%pwd\n", '"""\n', "\ud800\n"])) | _json
)
_cell = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown"]) | _json, "source": _sources},
    optional={"metadata": st.just(_SOLUTION) | st.just({"tags": ["models"]}) | _json, "outputs": _json},
)
_book = st.fixed_dictionaries(
    {"cells": st.lists(_cell | _json, max_size=4) | _json, "nbformat": st.sampled_from([4, 3, 2, 99]) | _json},
    optional={"metadata": _json, "nbformat_minor": st.just(5) | _json, "worksheets": _json},
)
notebooks = _book.map(as_json) | st.binary(max_size=60) | _json.map(as_json)


def schemas() -> st.SearchStrategy[Schema]:
    """What a witness may tell of migrated tables: any names, any facts."""
    name = st.text(max_size=LONGEST)
    columns = st.builds(Column, name, name, name, st.booleans(), st.booleans(), st.booleans(), name, name)
    unique = st.lists(st.lists(name, max_size=3).map(tuple), max_size=2).map(tuple)
    counts = st.integers(0, 5000)
    tables = st.builds(ModelTable, name, name, st.lists(columns, max_size=3).map(tuple), unique, counts)
    return st.builds(Schema, st.lists(tables, max_size=3).map(tuple), counts)
