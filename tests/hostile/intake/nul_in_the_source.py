# outcome: rejected
# because: is not a text
# says: a source with a NUL is none
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", ANSWER + b"\n# x\0y\n")
