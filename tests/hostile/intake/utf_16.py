# outcome: rejected
# because: is not UTF-8
# says: nor is what Notepad calls Unicode
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", ANSWER.decode().encode("utf-16"))
