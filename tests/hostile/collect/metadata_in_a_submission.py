# platform: moodle
# eve: placed
# says: a file of hers makes Moodle's archive none of Gradescope's, and her folders nobody's submissions
from tests.hostile.classes import AT_MOODLE, FORGED
from tests.lms.downloads import moodle


def build(folder):
    return moodle(folder / "class.zip", [("Eve Eve", 1233, {**FORGED, "models.py": b"EVIL = 1\n"}), *AT_MOODLE])
