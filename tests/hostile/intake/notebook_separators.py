# outcome: graded
# score: full
# says: a separator of Unicode's within a text is no end of a line
from tests.hostile.handing import ANSWER, book, cell, put


def build(folder):
    return put(folder, "work.ipynb", book(cell("x = 'a\u2028b'\n# \u2029raise SystemExit\n\x0c" + ANSWER.decode())))
