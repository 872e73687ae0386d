# outcome: rejected
# because: is not a zip archive
# says: nor is what another program packed
from tests.hostile.handing import put


def build(folder):
    return put(folder, "work.zip", b"Rar!\x1a\x07\x01\0" + bytes(100))
