# outcome: graded
# score: full
# says: letters that Python itself takes for the plain ones are the plain ones
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", ANSWER.replace(b"class Women", "class \uff37omen".encode()))
