# outcome: rejected
# because: damaged
# says: nor what would lie beyond the end
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped
from tests.intake.test_archives import changed


def build(folder):
    return put(folder, "work.zip", changed(zipped({"models.py": ANSWER}), b"PK\x01\x02", 20, b"\xff\xff\xff\xff"))
