# outcome: graded
# score: full
# says: folders within folders are followed down only so far
from tests.hostile.handing import ANSWER, put


def build(folder):
    folder.joinpath(*["d"] * 120).mkdir(parents=True)
    put(folder, "models.py")
    return folder
