# outcome: rejected
# because: overlap
# says: one set of bytes is not many files
import copy
import io
import zipfile

from tests.hostile.handing import ANSWER, put


def build(folder):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("models.py", ANSWER)
        for number in range(400):
            again = copy.copy(archive.filelist[0])
            again.filename = f"{number}.py"
            archive.filelist.append(again)
    return put(folder, "work.zip", buffer.getvalue())
