# outcome: graded
# score: full
# says: what belongs to a machine is passed over, whatever it is called
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    junk = {"__MACOSX/._models.py": b"\0\5\x16\7", ".DS_Store": b"x", "venv/lib/models.py": b"x = 1\n", ".git/models.py": b"x"}
    return put(folder, "work.zip", zipped({"work/one_to_one/models.py": ANSWER, **{f"work/{n}": c for n, c in junk.items()}}))
