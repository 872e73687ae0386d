# outcome: rejected
# because: not a plain file
# says: nor from a device that never ends
import os
import stat

from tests.hostile.handing import CannotBuild


def build(folder):
    try:
        os.mknod(folder / "models.py", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError as error:
        raise CannotBuild("only root makes devices") from error
    return folder / "models.py"
