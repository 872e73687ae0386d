# outcome: rejected
# because: more than
# says: members are counted before anybody makes a list of them
import struct

from tests.hostile.handing import put


def build(folder):
    entry = b"PK\x01\x02" + bytes(42)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 400_000 * len(entry), 0, 0)
    return put(folder, "work.zip", entry * 400_000 + end)
