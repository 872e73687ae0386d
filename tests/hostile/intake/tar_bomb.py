# outcome: rejected
# because: larger than
# says: nor in a tar, as somebody else's file
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import tarred


def build(folder):
    return put(folder, "work.tar.gz", tarred({"data.bin": bytes(60 * 1024 * 1024), "models.py": ANSWER}))
