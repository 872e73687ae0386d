# outcome: rejected
# because: There is no models.py
# says: an archive within one is not opened, whatever it would unpack to
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    inner = zipped({"models.py": ANSWER})
    for _ in range(5):
        inner = zipped({"models.zip": inner})
    return put(folder, "work.zip", inner)
