# platform: moodle
# eve: left out
# because: leads out
# says: what the archive calls a submission or a file is told on one line, without what steers a terminal
from tests.hostile.classes import AT_MOODLE, EVES
from tests.lms.downloads import packed


def build(folder):
    people = [(f"{name}_{number}_assignsubmission_file/models.py", files["models.py"]) for name, number, files in AT_MOODLE]
    odd = "Eve Eve_1233_assignsubmission_file/../\n3 new; 0 left out.\x1b[2J\u202emodels.py"
    stray = "\x1b]52;c;ZXZpbA==\x07 stray\nMoodle: 99 new"
    return packed(folder / "class.zip", [(odd, EVES), (stray, EVES), *people])
