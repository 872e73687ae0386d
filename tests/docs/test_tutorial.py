"""The tutorial and what is like it, done: each file is written, each command is run, and prints what is shown."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from grader.commands import answers
from grader.commands.terms import CHECKOUT
from grader.intake import asked, assignments

from .blocks import blocks, matches, perform

DOCS = CHECKOUT / "docs"
DONE = {"tutorial/first-assignment.md": 8, "howto/several-files.md": 3}  # with how many commands
READ = ["howto/hidden-tests.md", "howto/partial-credit.md", "reference/assignment-toml.md", "reference/verdict-toml.md"]


@pytest.fixture
def checkout(tmp_path):
    """A folder like that of the grader, with no assignment in it so far."""
    for name in ("assignments", "solutions"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.mark.sandbox
@pytest.mark.parametrize("name", DONE)
def test_a_page_does_what_it_says(checkout, name):
    done = perform(DOCS / name, checkout, GRADER_ASSIGNMENTS="assignments", GRADER_SOLUTIONS="solutions")
    assert done == DONE[name]


@pytest.mark.parametrize("name", READ)
def test_the_examples_of_a_page_can_be_read(name):
    """Examples that are parts of files: their syntax holds, and their keys are known."""
    seen = 0
    for block in blocks(DOCS / name):
        if block.language == "python":
            ast.parse(block.text)
        else:
            data = tomllib.loads(block.text)
            if tables := [value for key, value in data.items() if key.istitle()]:  # of a tables.toml: by models
                assert {key for table in tables for column in table.values() for key in column} <= set(
                    asked.COLUMN_KEYS
                )
                seen += 1
                continue
            known = answers.KINDS if "why" in data else assignments._TOP_KEYS
            assert set(data) <= set(known), f"{name}:{block.line}"
            for check in data.get("check", {}).values():
                assert set(check) <= set(assignments._CHECK_KEYS), f"{name}:{block.line}"
        seen += 1
    assert seen


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.stem)
def test_every_link_of_a_page_leads_somewhere(page):
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_three_dots_stand_for_any_lines():
    assert matches("a\n...\nb\n", "a\nx\ny\nb\n")
    assert matches("a\n...\nb\n", "a\nb\n")
    assert not matches("a\n...\nb\n", "a\nx\n")
    assert not matches("a\n", "a\nb\n")
