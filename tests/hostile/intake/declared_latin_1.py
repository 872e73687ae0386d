# outcome: graded
# score: full
# says: a declared encoding of an old editor is read
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", b"# -*- coding: latin-1 -*-\n# \xe9\n" + ANSWER)
