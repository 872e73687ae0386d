# outcome: rejected
# because: not a plain file
# says: a file that is larger than its bytes is refused
from tests.hostile.handing import ANSWER, put
from tests.intake.test_archives import raw_tar


def build(folder):
    return put(folder, "work.tar.gz", raw_tar((b"x", b"22 GNU.sparse.major=1\n"), (b"0", ANSWER)))
