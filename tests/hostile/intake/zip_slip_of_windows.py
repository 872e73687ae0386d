# outcome: rejected
# because: leads out
# says: nor by the slashes of Windows
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    return put(folder, "work.zip", zipped({"models.py": ANSWER, "..\\..\\escaped.py": b"x = 1\n"}))
