# outcome: rejected
# because: damaged
# says: a size below nothing does not make a reader go in circles
from tests.hostile.handing import ANSWER, put
from tests.intake.test_archives import raw_tar


def build(folder):
    return put(folder, "work.tar.gz", raw_tar((b"0", ANSWER), size=b"\xff" * 12))
