# outcome: rejected
# because: damaged
# says: what did not arrive whole is not taken for less
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    data = zipped({"models.py": ANSWER * 20, "b.txt": b"x"})
    return put(folder, "work.zip", data[: len(data) * 2 // 3])
