"""What only IPython understands is found where IPython finds it, and nowhere else."""

from __future__ import annotations

import ast

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from grader.intake.magics import without_magics

CELLS = {
    "plain": ("x = 1\ny = 2", []),
    "line magic": ("%load_ext grader.notebook\nx = 1", [(1, "%load_ext")]),
    "shell": ("x = 1\n!pip install django\n!! ls", [(2, "!pip"), (3, "!!")]),
    "shell with a space": ("! ls -l", [(1, "!")]),
    "shell over two lines": ("!ls \\\n  -l\nx = 1", [(1, "!ls")]),
    "assigned": ("files = !ls\nhere = %pwd\na, b = !ls", [(1, "!ls"), (2, "%pwd"), (3, "!ls")]),
    "help": ("?print\nprint?\nprint??\nx.y?", [(1, "?print"), (2, "print?"), (3, "print??"), (4, "x.y?")]),
    "in a block": ("if True:\n    %time\n    x = 1", [(2, "%time")]),
    "time": ("%%time\nx = 1", [(1, "%%time")]),
    "after blank lines": ("\n\n%%time\nx = 1", [(3, "%%time")]),
    "shell cell": ("%%bash\nls -l\nrm -r x", [(1, "%%bash")]),
    "autocall": (",f a b\n;f a b\n/f a b", [(1, ",f"), (2, ";f"), (3, "/f")]),
    "call": ("get_ipython().system('ls')\nx = 1", [(1, "get_ipython()")]),
    "call over lines": ("x = [\n  get_ipython(),\n]\ny = 1", [(1, "get_ipython()")]),
    "indented as a whole": ("  x = 1\n  %pwd", [(2, "%pwd")]),
    # none of these is a magic
    "in a text": ('"""\n%pwd\n!ls\nget_ipython()\n"""\nx = 1', []),
    "in a text with quotes": ("x = 'it\\'s %s'\ny = '''\n!no\n'''", []),
    "modulo": ("x = 7\ny = (x\n% 3)\nz = x \\\n% 2", []),
    "not equal": ("x = 1\nx != 2\ny = x != 2", []),
    "augmented": ("x = 7\nx %= 3", []),
    "comment": ("# %pwd\nx = 1  # get_ipython()\n# what?", []),
    "brackets in a text": ("x = '('\n%pwd", [(2, "%pwd")]),
    "bracket in a comment": ("x = 1  # (\n%pwd", [(2, "%pwd")]),
    "format": ("x = '%s' % 1\ny = 'a'.format(\n'%s'\n)", []),
}


@pytest.mark.parametrize("name", CELLS)
def test_what_is_taken_out(name):
    """Each with its line; as many lines stay, and Python reads them."""
    cell, expected = CELLS[name]
    text, dropped = without_magics(cell)
    assert dropped == expected
    assert len(text.split("\n")) == len(cell.split("\n"))
    ast.parse(text)


@pytest.mark.parametrize("name", [name for name in CELLS if "call" not in name])
def test_ipython_finds_the_same(name):
    """Its own transformer makes a call of each of them, and leaves the other lines alone."""
    cell, expected = CELLS[name]
    transformed = TransformerManager().transform_cell(cell)
    parsed = ast.parse(transformed)
    calls = sum(isinstance(node, ast.Name) and node.id == "get_ipython" for node in ast.walk(parsed))
    assert (calls > 0) == bool(expected)


def test_a_block_that_asks_for_ipython_stays():
    """Its body would stand without it; the name does not exist in the box, and the student reads that."""
    text, dropped = without_magics("if get_ipython():\n    x = 1")
    assert dropped == [(1, "get_ipython()")]
    assert text == "if get_ipython():\n    x = 1"


def test_a_text_that_never_ends_is_left_to_python():
    """A quote without its partner ends with its line; a bracket may swallow the rest."""
    assert without_magics("x = 'abc\n%pwd") == ("x = 'abc\npass  # for IPython only: not executed", [(2, "%pwd")])
    assert without_magics("x = (\n%pwd") == ("x = (\n%pwd", [])


def test_a_large_cell_takes_no_time():
    """One pass, however many magics there are."""
    text, dropped = without_magics("%pwd\n" * 100_000)
    assert len(dropped) == 100_000
    assert text.count("\n") == 99_999
