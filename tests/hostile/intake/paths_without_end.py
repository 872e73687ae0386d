# outcome: graded
# score: full
# says: nor do five hundred names of thirty thousand folders each
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import tarred


def build(folder):
    files = {"a/" * 30_000 + f"{number}/models.py": b"x = 1\n" for number in range(480)}
    return put(folder, "work.tar.gz", tarred({**files, "models.py": ANSWER}))
