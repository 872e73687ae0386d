# outcome: graded
# score: full
# says: bytes that are no letters are shown as bytes
import os

from tests.hostile.handing import ANSWER, put


def build(folder):
    put(folder, "models.py")
    for raw in (b"\xff\xfe.txt", b"\xed\xa0\x80.py", b"\xc0\xafmodels.py", b"\x9b31m"):
        (folder / os.fsdecode(raw)).write_bytes(b"x")
    return folder
