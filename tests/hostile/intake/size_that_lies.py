# outcome: rejected
# because: damaged
# says: ten bytes promised and ten megabytes packed are not believed
import struct

from tests.hostile.handing import put
from tests.intake.builders import zipped


def build(folder):
    data = bytearray(zipped({"models.py": b"x = 1  # " + b"a" * 10_000_000}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 10)
    return put(folder, "work.zip", bytes(data))
