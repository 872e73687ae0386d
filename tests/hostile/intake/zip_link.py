# outcome: rejected
# because: not a plain file
# says: a link in a zip is neither followed nor read as a text
import stat
import zipfile

from tests.hostile.handing import OTHERS_FILE, put
from tests.intake.builders import zipped


def build(folder):
    info = zipfile.ZipInfo("models.py")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return put(folder, "work.zip", zipped([(info, OTHERS_FILE.encode())]))
