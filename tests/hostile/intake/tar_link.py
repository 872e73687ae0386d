# outcome: rejected
# because: not a plain file
# says: a link in a tar leads to nobody's file
import tarfile

from tests.hostile.handing import OTHERS_FILE, put
from tests.intake.builders import tarred


def build(folder):
    info = tarfile.TarInfo("models.py")
    info.type, info.linkname = tarfile.SYMTYPE, OTHERS_FILE
    return put(folder, "work.tar.gz", tarred([(info, b"")]))
