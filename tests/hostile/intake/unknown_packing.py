# outcome: rejected
# because: unusual way
# says: nor what is packed as nobody packs
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped
from tests.intake.test_archives import changed


def build(folder):
    return put(folder, "work.zip", changed(zipped({"models.py": ANSWER}), b"PK\x01\x02", 10, b"\x63\0"))
