# outcome: rejected
# because: is not a tar.gz archive
# says: nor nothing
from tests.hostile.handing import put


def build(folder):
    return put(folder, "work.tar.gz", b"")
