# outcome: graded
# score: full
# says: a declaration where Python sees none is none
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", b"\n\n# coding: utf-7\n" + ANSWER)
