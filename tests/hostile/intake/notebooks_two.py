# outcome: rejected
# because: There are several models.py
# says: of two notebooks with an answer neither is chosen
from tests.hostile.handing import ANSWER, book, cell, put


def build(folder):
    put(folder, "a.ipynb", book(cell(ANSWER.decode())))
    put(folder, "b.ipynb", book(cell("x = 1")))
    return folder
