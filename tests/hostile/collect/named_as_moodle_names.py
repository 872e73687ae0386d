# platform: canvas
# eve: placed
# ask: yes
# says: a file called as Moodle calls submissions makes Canvas's archive none of Moodle's
from tests.hostile.classes import AT_CANVAS
from tests.lms.downloads import canvas


def build(folder):
    return canvas(folder / "class.zip", [("4712_90212_assignsubmission_file_models.py", b"EVIL = 1\n"), *AT_CANVAS])
