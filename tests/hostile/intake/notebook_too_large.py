# outcome: rejected
# because: larger than
# says: a notebook has a limit too
from tests.hostile.handing import book, cell, put


def build(folder):
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * (11 * 1024 * 1024)}}
    return put(folder, "work.ipynb", book(cell("x = 1") | {"outputs": [picture]}))
