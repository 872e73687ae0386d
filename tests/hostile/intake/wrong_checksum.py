# outcome: rejected
# because: damaged
# says: bytes that are not what was packed are not graded
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped
from tests.intake.test_archives import changed


def build(folder):
    return put(folder, "work.zip", changed(zipped({"models.py": ANSWER}), b"PK\x01\x02", 16, b"\0\0\0\0"))
