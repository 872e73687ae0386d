# platform: canvas
# eve: left out
# because: not named as Canvas names submissions
# says: a number of five thousand digits is none of Canvas's, and stops nobody
from tests.hostile.classes import AT_CANVAS
from tests.lms.downloads import canvas


def build(folder):
    return canvas(folder / "class.zip", [("eveeve_4712_" + "9" * 5000 + "_models.py", b"EVIL = 1\n"), *AT_CANVAS])
