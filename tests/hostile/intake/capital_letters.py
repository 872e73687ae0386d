# outcome: rejected
# because: same name
# says: nor of two that some disks take for one
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    return put(folder, "work.zip", zipped({"Models.py": ANSWER, "MODELS.PY": b"x = 1\n"}))
