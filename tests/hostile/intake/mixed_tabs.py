# outcome: graded
# score: 0
# says: tabs and blanks that Python takes for a fault are one that she reads
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", b"if True:\n\tx = 1\n        y = 2\n" + ANSWER)
