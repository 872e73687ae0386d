# outcome: rejected
# because: same name
# says: nor where Unicode has two spellings
from tests.hostile.handing import ANSWER, put
from tests.intake.builders import zipped


def build(folder):
    files = {"models/__init__.py": b"", "models/\u0439.py": ANSWER, "models/\u0438\u0306.py": b"x = 1\n"}
    return put(folder, "work.zip", zipped(files))
