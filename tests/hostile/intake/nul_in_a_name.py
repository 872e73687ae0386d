# outcome: rejected
# because: cannot be read safely
# says: a name that ends early for others is none
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    return put(folder, "work.zip", zipped({"models.pyX.txt": ANSWER}).replace(b"models.pyX.txt", b"models.py\0.txt"))
