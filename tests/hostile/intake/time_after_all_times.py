# outcome: graded
# score: full
# says: nor at the other end
from tests.hostile.handing import ANSWER, put


def build(folder):
    put(folder, "timestamp.txt", b"9999-12-31 23:59:59.999999 UTC")
    put(folder, "models.py")
    return folder
