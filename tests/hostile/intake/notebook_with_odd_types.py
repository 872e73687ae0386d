# outcome: rejected
# because: not a notebook
# says: nor what is of another kind than it should be
from tests.hostile.handing import book, cell, put


def build(folder):
    return put(folder, "work.ipynb", book(cell(["x = 1", 7]), cell({"x": 1}), "cell"))
