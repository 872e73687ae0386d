# outcome: graded
# score: full
# says: the mark of UTF-8 is none of the answer
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", b"\xef\xbb\xbf" + ANSWER)
