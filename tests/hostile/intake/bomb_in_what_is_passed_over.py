# outcome: rejected
# because: larger than
# says: nor where nobody looks
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import tarred


def build(folder):
    return put(folder, "work.tar.gz", tarred({"venv/x": bytes(210 * 1024 * 1024), "models.py": ANSWER}))
