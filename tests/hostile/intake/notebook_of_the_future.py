# outcome: rejected
# because: not a notebook
# says: nor is a number where cells should be
from tests.hostile.handing import book, put


def build(folder):
    return put(folder, "work.ipynb", book(nbformat="4", cells=7))
