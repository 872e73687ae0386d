# outcome: graded
# score: full
# says: a source that reads otherwise than it runs is what runs, and nothing it says reorders a page
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", ANSWER + "\n# \u202e } \u2066if admin\u2069 \u2066\nx = '\u202e\u2066'\n".encode())
