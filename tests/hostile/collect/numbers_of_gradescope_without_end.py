# platform: gradescope
# eve: left out
# because: nobody on the roster is called so
# says: a number that no program could write down is no name, and stops nobody
from tests.hostile.classes import AT_GRADESCOPE, METADATA
from tests.lms.downloads import gradescope


def build(folder):
    metadata = METADATA.replace("- :name: Eve\n    :sid: '4712'", "- :name: 0x" + "f" * 5000)
    return gradescope(folder / "class.zip", metadata, {**AT_GRADESCOPE, "submission_3/models.py": b"EVIL = 1\n"})
