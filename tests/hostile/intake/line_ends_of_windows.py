# outcome: graded
# score: full
# says: lines may end in any way
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", ANSWER.replace(b"\n", b"\r\n"))
