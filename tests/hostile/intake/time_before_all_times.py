# outcome: graded
# score: full
# says: a time that she wrote herself stops nobody, whatever it is
from tests.hostile.handing import ANSWER, put


def build(folder):
    put(folder, "timestamp.txt", b"0001-01-01 00:00:00 UTC")
    put(folder, "models.py")
    return folder
