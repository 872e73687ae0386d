# outcome: rejected
# because: leads out
# says: nor out of a tar
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import tarred


def build(folder):
    return put(folder, "work.tar.gz", tarred({"models.py": ANSWER, "a/../../../escaped.py": b"x = 1\n"}))
