# outcome: rejected
# because: declares the encoding
# says: nor is one looked up by name, which would import it
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", b"# coding: os.path\n" + ANSWER)
