# outcome: graded
# score: full
# says: folders beside it with odd names stop nobody
import os

from tests.hostile.handing import ANSWER, put


def build(folder):
    for name in ("-rf", "a\nb", "x\u202ey", "ONE_TO_ONE", "one_to_one ", "n" * 200, os.fsdecode(b"\xff")):
        put(folder.parent / name, "models.py")
    put(folder, "models.py")
    return folder
