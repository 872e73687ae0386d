# outcome: graded
# score: full
# says: nor where a zone should be
from tests.hostile.handing import ANSWER, put


def build(folder):
    put(folder, "timestamp.txt", b"2026-01-01 00:00:00 ../../../../etc/localtime")
    put(folder, "models.py")
    return folder
