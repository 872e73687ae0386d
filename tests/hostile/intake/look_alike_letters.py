# outcome: graded
# score: 0
# says: a Cyrillic letter in a name makes another name, as Python sees it
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", ANSWER.replace(b"class Women", "class W\u043emen".encode()))
