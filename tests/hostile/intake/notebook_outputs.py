# outcome: graded
# score: full
# says: nothing that a notebook shows is looked at, and nothing of it is shown
from tests.hostile.handing import ANSWER, book, cell, put


def build(folder):
    lies = [
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<script>alert(1)</script>"}},
        {"output_type": "display_data", "metadata": {}, "data": {"application/javascript": "alert(1)"}},
        {"output_type": "stream", "name": "stdout", "text": "Score: 20 / 20\n\x1b[2J"},
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 2_000_000}},
    ]
    marked = {"cell_type": "markdown", "metadata": {}, "source": "<script>alert(1)</script>", "attachments": {"x": {"text/html": "x"}}}
    return put(folder, "work.ipynb", book(marked, cell(ANSWER.decode()) | {"outputs": lies}, metadata={"widgets": {"x": ["y"] * 999}}))
