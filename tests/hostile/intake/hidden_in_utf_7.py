# outcome: rejected
# because: declares the encoding "utf-7"
# says: no encoding may hide a statement in a comment
from tests.hostile.handing import ANSWER, put


def build(folder):
    return put(folder, "models.py", b"# coding: utf-7\n# +AAo-raise SystemExit\n" + ANSWER)
