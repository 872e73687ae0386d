# outcome: rejected
# because: not a plain file
# says: a link to another student's file is not followed
from tests.hostile.handing import OTHERS_FILE


def build(folder):
    path = folder / "models.py"
    path.symlink_to(OTHERS_FILE)
    return path
