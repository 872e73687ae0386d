# outcome: rejected
# because: not a plain file
# says: no answer has such a mode
import tarfile

from tests.hostile.handing import ANSWER, put
from tests.intake.builders import tarred


def build(folder):
    info = tarfile.TarInfo("models.py")
    info.mode = 0o4755
    return put(folder, "work.tar.gz", tarred([(info, ANSWER)]))
