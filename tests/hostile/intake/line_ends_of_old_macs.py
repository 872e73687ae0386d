# outcome: graded
# score: full
# says: in this one too
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", ANSWER.replace(b"\n", b"\r"))
