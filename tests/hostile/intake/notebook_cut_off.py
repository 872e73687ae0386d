# outcome: rejected
# because: not a notebook
# says: half a notebook is none
from tests.hostile.handing import book, cell, put


def build(folder):
    return put(folder, "work.ipynb", book(cell("x = 1"))[:-40])
