# outcome: graded
# score: full
# says: long and deep ones are cut where they are shown
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import tarred


def build(folder):
    return put(folder, "work.tgz", tarred({"models.py": ANSWER, "n" * 5000: b"x", "d/" * 300 + "x": b"x"}))
