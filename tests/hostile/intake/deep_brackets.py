# outcome: graded
# score: 0
# incident: any
# says: no reader of sources goes down with one
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", b"x = " + b"(" * 20_000 + b")" * 20_000 + b"\n" + ANSWER)
