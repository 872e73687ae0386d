# outcome: rejected
# because: same name
# says: of two files of one name neither is meant
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    return put(folder, "work.zip", zipped([("models.py", ANSWER), ("./models.py", b"x = 1\n")]))
