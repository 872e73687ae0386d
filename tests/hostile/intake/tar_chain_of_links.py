# outcome: rejected
# because: not a plain file
# says: nor a link to a link, the file itself beside it
import tarfile

from tests.hostile.handing import ANSWER, put
from tests.intake.builders import tarred


def build(folder):
    first, second = tarfile.TarInfo("app"), tarfile.TarInfo("one_to_one")
    first.type, first.linkname = tarfile.SYMTYPE, "../../zoe/one_to_one"
    second.type, second.linkname = tarfile.SYMTYPE, "app"
    return put(folder, "work.tar.gz", tarred([(first, b""), (second, b""), ("one_to_one/models.py", ANSWER)]))
