# outcome: graded
# score: full
# says: no file of ours is ever called as one of theirs
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    names = ["CON", "nul.txt", "aux.py", "-rf", "--force", "~", "*", "dot.", "blank ", "%2e%2e%2fx", "$(reboot)", "`x`"]
    return put(folder, "work.zip", zipped({"models.py": ANSWER, **{name: b"x" for name in names}}))
