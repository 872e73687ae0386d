# outcome: rejected
# because: password
# says: without its password an archive is not tried
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped
from tests.intake.test_archives import changed


def build(folder):
    return put(folder, "work.zip", changed(zipped({"models.py": ANSWER}), b"PK\x01\x02", 8, b"\x01\0"))
