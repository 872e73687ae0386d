# outcome: graded
# score: full
# says: they are shown as they are written, and only the answer is read
from tests.hostile.handing import ANSWER, put


def build(folder):
    odd = ["\u202eyp.sledom", "models\u200b.py", "mod\u0435ls.py", "\x1b[2J.txt", "a\nScore: 20 / 20\nb", "x" + "\u0336" * 90]
    for name in odd:
        put(folder, name, b"x = 1\n")
    put(folder, "models.py")
    return folder
