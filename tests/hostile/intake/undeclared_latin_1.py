# outcome: rejected
# because: line 1
# says: without a declaration it is not guessed
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", b"# \xe9\n" + ANSWER)
