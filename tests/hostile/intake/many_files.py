# outcome: rejected
# because: more than 500 files
# says: nor is a folder of many files read
from tests.hostile.handing import ANSWER, put


def build(folder):
    for number in range(600):
        put(folder, f"f{number}.txt", b"")
    put(folder, "models.py")
    return folder
