# outcome: rejected
# because: leads out
# says: a name from the root of the disk is no name here
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import tarred


def build(folder):
    return put(folder, "work.tgz", tarred({"/tmp/escaped.py": b"x = 1\n", "models.py": ANSWER}))
