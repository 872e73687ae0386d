# outcome: rejected
# because: same name
# says: nor a name in the wide letters of East Asia beside the plain one
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    return put(folder, "work.zip", zipped({"models.py": ANSWER, "\uff4dodels.py": b"x = 1\n"}))
