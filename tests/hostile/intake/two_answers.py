# outcome: rejected
# because: There are several models.py
# says: of two answers neither is chosen
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    return put(folder, "work.zip", zipped({"app1/models.py": ANSWER, "app2/models.py": b"x = 1\n"}))
