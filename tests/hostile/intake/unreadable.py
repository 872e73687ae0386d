# outcome: rejected
# because: cannot be read
# says: what may not be read is said so
import os

from tests.hostile.handing import CannotBuild, put


def build(folder):
    if os.geteuid() == 0:
        raise CannotBuild("root may read everything")
    put(folder, "models.py").chmod(0)
    return folder
