# outcome: graded
# score: 0
# says: a cell of another language is none
from tests.hostile.handing import ANSWER, book, cell, put


def build(folder):
    return put(folder, "work.ipynb", book(cell("%%bash\ntouch escaped\n" + ANSWER.decode())))
