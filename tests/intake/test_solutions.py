"""What students start from: the model answer without what stands between the marks."""

import ast
import re
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.core.errors import AssignmentError
from grader.intake.solutions import has_solution, stub_of


def _stub(source):
    return stub_of(dedent(source))


def test_the_region_and_its_marks_are_left_out():
    stub = _stub("""\
        class Women(Model):
            name = CharField()

            # husband: who she is married to
            ### BEGIN SOLUTION
            husband = OneToOneField("Husband")
            ### END SOLUTION

            def __str__(self):
                return self.name
        """)
    assert stub == dedent("""\
        class Women(Model):
            name = CharField()

            # husband: who she is married to

            def __str__(self):
                return self.name
        """)


def test_text_without_marks_comes_back_as_it_is():
    source = "x = 1\r\ny = 2"
    assert stub_of(source) == source
    assert not has_solution(source)


@pytest.mark.parametrize(
    ("source", "stub"),
    [
        ("def hire(name):\n    [return name]\n", "def hire(name):\n    pass\n"),
        ('def hire(name):\n    """Hires."""\n    [return name]\n', 'def hire(name):\n    """Hires."""\n'),
        (
            "def f(\n    a,\n):  # of b\n    # write\n    [return a]\n    # not here\n\n\nx = {'a':\n     1}\n",
            "def f(\n    a,\n):  # of b\n    # write\n    pass\n    # not here\n\n\nx = {'a':\n     1}\n",
        ),
        ("class A:\n  class B:\n    [x = 1]\n  y = 2\n", "class A:\n  class B:\n    pass\n  y = 2\n"),
        ("if x:\n    [a = 1]\nelse:\n    [a = 2]\nb = 3\n", "if x:\n    pass\nelse:\n    pass\nb = 3\n"),
        (
            "try:\n    [a()]\nexcept E:\n    [b()]\nfinally:\n    c()\n",
            "try:\n    pass\nexcept E:\n    pass\nfinally:\n    c()\n",
        ),
        ("def f():\n### BEGIN SOLUTION\n    return 1\n### END SOLUTION", "def f():\n    pass\n"),
        ("def f():\n\t[return 1]\n", "def f():\n\tpass\n"),
        ("def f():\n    [a = 1]\n\n    [return a]\n", "def f():\n    pass\n\n"),
        ("[x = 1]\n", ""),
    ],
    ids=["function", "docstring", "comments", "nested", "else", "try", "marks_not_indented", "tabs", "two", "all"],
)
def test_a_block_that_would_be_empty_gets_pass(source, stub):
    marked = re.sub(r"^(\s*)\[(.*)\]$", r"\1### BEGIN SOLUTION\n\1\2\n\1### END SOLUTION", source, flags=re.MULTILINE)
    assert stub_of(marked) == stub
    assert has_solution(marked)


@pytest.mark.parametrize(
    ("source", "line", "word"),
    [
        ("x = 1\n### BEGIN SOLUTION\ny = 2\n", 2, "without an"),
        ("x = 1\n### END SOLUTION\n", 2, "without a"),
        ("### BEGIN SOLUTION\nx = 1\n### BEGIN SOLUTION\ny = 1\n### END SOLUTION\n", 3, "a second"),
        ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n### END SOLUTION\n", 4, "without a"),
        ("# BEGIN SOLUTION\nx = 1\n### END SOLUTION\n", 1, "alone on its line"),
        ("x = 1  ### BEGIN SOLUTION\n", 1, "alone on its line"),
        ("###BEGIN SOLUTION\nx = 1\n", 1, "alone on its line"),
        ("### Begin Solution\nx = 1\n", 1, "alone on its line"),
        ("def f(:\n", 1, "is not Python"),
        ("x = (1,\n### BEGIN SOLUTION\n2)\n### END SOLUTION\n", 1, "whole statements"),
        ("x = 1\n### BEGIN SOLUTION\nif x:\n### END SOLUTION\n    y = 1\n", 2, "whole statements"),
    ],
)
def test_an_error_names_file_line_and_what_to_write(source, line, word):
    with pytest.raises(AssignmentError) as caught:
        stub_of(source, "reference/models.py")
    assert caught.value.file == f"reference/models.py:{line}"
    assert word in caught.value.problem


@given(st.lists(st.sampled_from(["x = 1", "    y = 2", "if x:", "### BEGIN SOLUTION", "### END SOLUTION", "    pass"])))
def test_what_comes_out_is_python_or_an_error(lines):
    try:
        stub = stub_of("\n".join(lines))
    except AssignmentError:
        return
    ast.parse(stub)
    assert "SOLUTION" not in stub
