# outcome: graded
# score: full
# says: a notebook is its marked cells
from tests.hostile.handing import ANSWER, book, cell, put


def build(folder):
    return put(folder, "work.ipynb", book(cell(ANSWER.decode())))
