# outcome: rejected
# because: leads out
# says: nor one with a drive, which Windows knows
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    return put(folder, "work.zip", zipped({"C:\\escaped\\models.py": ANSWER}))
