# outcome: graded
# score: full
# says: what only IPython understands is named and not executed
from tests.hostile.handing import ANSWER, book, cell, put


def build(folder):
    return put(folder, "work.ipynb", book(
        cell("!touch /tmp/escaped-by-a-shell", tags=["x"]),
        cell("%load_ext autoreload\n!touch escaped\n%run escaped.py\nget_ipython().system('id')\n?print\n" + ANSWER.decode()),
    ))
