# outcome: rejected
# because: not a plain file
# says: a device is not opened
import tarfile

from tests.hostile.handing import OTHERS_FILE, put
from tests.intake.builders import tarred


def build(folder):
    info = tarfile.TarInfo("models.py")
    info.type, info.linkname = tarfile.CHRTYPE, OTHERS_FILE
    return put(folder, "work.tar.gz", tarred([(info, b"")]))
