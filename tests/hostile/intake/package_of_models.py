# outcome: graded
# score: full
# says: a package is taken whole
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    return put(folder, "work.zip", zipped({"one_to_one/models/__init__.py": b"from .people import *\n", "one_to_one/models/people.py": ANSWER}))
