# outcome: graded
# score: full
# says: what is wrong with an output is nothing to the answer
from tests.hostile.handing import ANSWER, book, cell, put


def build(folder):
    odd = [7, None, {"output_type": 7}, {"output_type": "stream", "text": {"x": []}}, {"output_type": "display_data", "data": 7}]
    return put(folder, "work.ipynb", book(cell(ANSWER.decode().splitlines(keepends=True)) | {"outputs": odd, "attachments": 7}))
