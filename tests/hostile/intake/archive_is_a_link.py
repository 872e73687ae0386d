# outcome: rejected
# because: not a plain file
# says: an archive that is a link is not opened
from tests.hostile.handing import OTHERS_FILE


def build(folder):
    path = folder / "work.zip"
    path.symlink_to(OTHERS_FILE)
    return path
