"""A notebook as a submission: which cells count, what is said of the rest, and every way to be none."""

from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest

from tests.intake.builders import LIMITS, refused, tarred, zipped

SOLUTION = {"grade": False, "grade_id": "models", "locked": False, "schema_version": 3, "solution": True, "task": False}


def code(source: str, *, tags: list[str] | None = None, **nbgrader: Any) -> Any:
    """A code cell; keywords make it a solution cell, with those values in its metadata."""
    metadata: dict[str, Any] = {}
    if tags:
        metadata["tags"] = tags
    if nbgrader:
        metadata["nbgrader"] = SOLUTION | nbgrader
    return nbformat.v4.new_code_cell(source, metadata=metadata)


def solution(source: str, grade_id: str = "models") -> Any:
    return code(source, grade_id=grade_id)


def book(*cells: Any, **changes: Any) -> bytes:
    return json.dumps(nbformat.v4.new_notebook(cells=list(cells)) | changes).encode()


def text_of(submission: Any) -> str:
    """What its cells became."""
    assert submission.problem is None, submission.problem
    return submission.taken[0].content.decode()


def statements(submission: Any) -> list[str]:
    return [line for line in text_of(submission).splitlines() if line and not line.startswith("#")]


@pytest.fixture(params=["alone", "folder", "zip", "tar.gz"])
def hand_in_book(request, hand_in):
    """The same notebook by itself, in a folder, and in both kinds of archive."""

    def reads(data: bytes, *submit: str):
        if request.param == "alone":
            return hand_in("hw1.ipynb", data, *submit)
        files = {"work/hw1.ipynb": data, "work/notes.txt": b"x"}
        if request.param == "folder":
            return hand_in("work", files, *submit)
        return hand_in(f"work.{request.param}", (zipped if request.param == "zip" else tarred)(files), *submit)

    return reads


def test_solution_cells_become_the_module(hand_in_book):
    """In their order, with a line that says where the next begins; other cells and all outputs are not looked at."""
    outputs = [nbformat.v4.new_output("stream", text="class Lie: pass")]
    first = solution("from django.db import models\n", "one") | {"outputs": outputs}
    submission = hand_in_book(
        book(nbformat.v4.new_markdown_cell("# Task"), first, code("import os"), solution("class A: pass", "two"))
    )
    assert text_of(submission) == "from django.db import models\n\n# cell 4\nclass A: pass\n"
    assert submission.taken[0].target == "models.py"
    assert "2, 4" in submission.taken[0].note.en
    assert "2, 4" in submission.taken[0].note.ru


def test_cells_with_the_tag_of_the_module(hand_in_book):
    """Without any metadata of nbgrader's."""
    assert statements(hand_in_book(book(code("x = 1", tags=["models"]), code("y = 1", tags=["other"])))) == ["x = 1"]


def test_outputs_and_counters_do_not_make_it_another_submission(hand_in):
    """Running a cell is no new attempt."""
    cell = solution("x = 1")
    ran = solution("x = 1") | {"execution_count": 7, "outputs": [nbformat.v4.new_output("stream", text="1")]}
    digests = {hand_in("hw1.ipynb", book(each)).digest for each in (cell, ran)}
    assert len(digests) == 1


def test_of_cells_with_one_id_the_last_counts(hand_in):
    """As in nbgrader, whose DeduplicateIds takes its metadata from all the others."""
    assert statements(hand_in("a.ipynb", book(solution("x = 1"), solution("x = 2")))) == ["x = 2"]


def test_each_file_has_its_cells(hand_in):
    """Where two files are asked for, an id says to which a cell belongs."""
    data = book(solution("x = 1", "models"), solution("y = 1", "services"), solution("z = 1", "models-2"))
    submission = hand_in("a.ipynb", data, "models.py", "services.py")
    found = {file.target: file.content.decode() for file in submission.taken}
    assert "x = 1" in found["models.py"]
    assert "z = 1" in found["models.py"]
    assert "y = 1" in found["services.py"]
    assert "y = 1" not in found["models.py"]


def test_magics_are_named_and_not_executed(hand_in):
    """With cell and line, in both languages."""
    data = book(code("%pwd"), solution("x = 1\n%load_ext y\n!ls\nz = get_ipython()"))
    submission = hand_in("a.ipynb", data)
    note = submission.taken[0].note
    for text in ("%load_ext (cell 2, line 2)", "!ls (cell 2, line 3)", "get_ipython() (cell 2, line 4)"):
        assert text in note.en
    assert "%load_ext (ячейка 2, строка 2)" in note.ru
    assert "get_ipython" not in text_of(submission)
    assert "%pwd" not in note.en  # not in a cell that counts


def test_a_cell_declares_no_encoding(hand_in):
    """Its text is Unicode already; as the file's first or second line it would mean something."""
    submission = hand_in("a.ipynb", book(solution("# -*- coding: cp1251 -*-\nx = 'Анна'")))
    assert "Анна" in text_of(submission)
    compiled: dict[str, Any] = {}
    exec(submission.taken[0].content, compiled)
    assert compiled["x"] == "Анна"


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_lines_end_where_python_ends_them(hand_in, odd):
    """What a browser pastes into a text must not break it, and a comment does not become a statement."""
    cell = f"x = 'a{odd}b'\r\n# no{odd}x = 1\n\x0cy = 2"
    compiled: dict[str, Any] = {}
    exec(hand_in("a.ipynb", book(solution(cell))).taken[0].content, compiled)
    assert (compiled["x"], compiled["y"]) == (f"a{odd}b", 2)


def test_the_file_itself_comes_first(hand_in):
    """A notebook beside models.py is not taken, and says so."""
    submission = hand_in("work", {"models.py": b"x = 1\n", "a.ipynb": book(solution("x = 2"))})
    assert text_of(submission) == "x = 1\n"
    assert "models.py was taken" in next(file.note.en for file in submission.files if not file.taken)


def test_of_several_notebooks_the_one_with_an_answer(hand_in):
    """Two with an answer are one too many."""
    files = {"a.ipynb": book(code("x = 1")), "b.ipynb": book(solution("x = 2"))}
    assert statements(hand_in("work", files)) == ["x = 2"]
    assert "several" in refused(hand_in("more", files | {"c.ipynb": book(solution("x = 3"))}))


def test_an_older_format_is_read(hand_in):
    """Format 3 had worksheets, and called a source an input."""
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [
            {"metadata": {}, "cells": [
                {"cell_type": "code", "language": "python", "outputs": [], "collapsed": False, "input": ["x = 1"],
                 "metadata": {"nbgrader": SOLUTION}},
            ]}
        ],
    }  # fmt: skip
    assert statements(hand_in("a.ipynb", json.dumps(old).encode())) == ["x = 1"]


DEEP = b"[" * 100_000
MALFORMED = {
    "empty": b"",
    "no JSON": b"class Women: pass",
    "half": book(solution("x = 1"))[:-40],
    "a list": b"[]",
    "a number": b"7",
    "no format": b'{"cells": []}',
    "format 2": b'{"nbformat": 2, "cells": [], "metadata": {}}',
    "format as text": b'{"nbformat": "4", "cells": [], "metadata": {}, "nbformat_minor": 5}',
    "format of the future": b'{"nbformat": 99, "cells": [], "metadata": {}, "nbformat_minor": 5}',
    "cells are none": book(cells=None),
    "cells are a text": book(cells="x = 1"),
    "a cell is a text": book(cells=["x = 1"]),
    "a cell without source": book(cells=[{"cell_type": "code", "metadata": {}}]),
    "source is a number": book(cells=[{"cell_type": "code", "metadata": {}, "source": 7, "outputs": []}]),
    "metadata is a list": book(cells=[{"cell_type": "code", "metadata": [], "source": "x"}]),
    "UTF-16": book(solution("x = 1")).decode().encode("utf-16"),
    "bytes": bytes(range(256)),
    "deep": DEEP,
    "deep in a cell": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": ' + DEEP + b"]" * 100_000 + b"}",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_notebook_is_refused(hand_in, name):
    """With one sentence that says what to do."""
    assert "not a notebook" in refused(hand_in("a.ipynb", MALFORMED[name]))


@pytest.mark.parametrize(
    "cell",
    [
        code("x = 1"),
        code("x = 1", solution=False),
        code("x = 1", solution="yes"),
        code("x = 1", grade_id=7),
        nbformat.v4.new_markdown_cell("x = 1", metadata={"nbgrader": SOLUTION}),
        code("x = 1") | {"metadata": {"nbgrader": "solution", "tags": "models"}},
    ],
    ids=["plain", "no solution", "odd solution", "odd id", "text", "odd metadata"],
)
def test_without_a_marked_cell_there_is_no_answer(hand_in, cell):
    """The reason names both ways to mark one."""
    assert "no solution cell" in refused(hand_in("a.ipynb", book(cells=[cell])))


def test_a_notebook_may_be_large_and_its_code_may_not(hand_in):
    """Pictures count for the notebook, and only code for the module."""
    picture = nbformat.v4.new_output("display_data", data={"image/png": "A" * (2 * LIMITS.source_kb * 1024)})
    assert statements(hand_in("a.ipynb", book(solution("x = 1") | {"outputs": [picture]}))) == ["x = 1"]
    assert "larger than" in refused(hand_in("b.ipynb", book(solution("#" * (LIMITS.source_kb * 1024)))))
    assert "larger than" in refused(hand_in("c.ipynb", b" " * (LIMITS.notebook_kb * 1024 + 1)))


@pytest.mark.parametrize("part", ["[]", "{}", '{"":0}'])
def test_a_notebook_of_very_many_parts_is_refused_before_it_is_read(hand_in, part):
    """Ten megabytes of them would take more than a gigabyte of memory; outputs of ordinary size are no trouble."""
    size = LIMITS.notebook_kb * 1024 - 1000
    head, tail = b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [', b"[]]}"
    crowded = head + f"{part},".encode() * (size // (len(part) + 1)) + tail
    assert "Clear all outputs" in refused(hand_in("a.ipynb", crowded))


def test_long_outputs_are_no_trouble(hand_in):
    """A table of three hundred thousand cells, a chart of as many numbers."""
    chart = {"data": [{"y": [1.5] * 300_000}, {"points": [[0, 1]] * 50_000}]}
    data = {"text/html": "<td>1</td>" * 300_000, "application/vnd.plotly.v1+json": chart}
    output = {"output_type": "display_data", "metadata": {}, "data": data}
    assert statements(hand_in("b.ipynb", book(solution("x = 1") | {"outputs": [output]}))) == ["x = 1"]
