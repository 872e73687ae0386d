# outcome: rejected
# because: not a plain file
# says: nor does a hard one
import tarfile

from tests.hostile.handing import OTHERS_FILE, put
from tests.intake.builders import tarred


def build(folder):
    info = tarfile.TarInfo("models.py")
    info.type, info.linkname = tarfile.LNKTYPE, OTHERS_FILE
    return put(folder, "work.tar.gz", tarred([(info, b"")]))
