# outcome: graded
# score: full
# says: nor names of letters that compare as eighteen letters each
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import tarred


def build(folder):
    files = {"\ufdfa" * 20_000 + f"{number}.py": b"x = 1\n" for number in range(480)}
    return put(folder, "work.tar.gz", tarred({**files, "models.py": ANSWER}))
