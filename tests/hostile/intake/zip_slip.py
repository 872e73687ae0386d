# outcome: rejected
# because: leads out
# says: a member that would be unpacked elsewhere costs the whole archive, and lands nowhere
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    files = {"models.py": ANSWER, "../../../../escaped.py": b"x = 1\n"}
    return put(folder, "work.zip", zipped(files))
