# platform: moodle
# eve: placed
# alone: yes
# ask: yes
# says: nor where hers is the only submission so far: then somebody has to say where the archive is from
from tests.hostile.classes import FORGED
from tests.lms.downloads import moodle


def build(folder):
    return moodle(folder / "class.zip", [("Eve Eve", 1233, {**FORGED, "models.py": b"EVIL = 1\n"})])
