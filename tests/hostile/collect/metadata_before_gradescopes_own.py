# platform: gradescope
# eve: placed
# says: of two lists of submissions the one counts that lies beside all of them, whichever comes first
from tests.hostile.classes import AT_GRADESCOPE, FORGED, METADATA
from tests.lms.downloads import packed


def build(folder):
    hers = {f"submission_3/{name}": content for name, content in FORGED.items()}
    files = {**AT_GRADESCOPE, **hers, "submission_3/models.py": b"EVIL = 1\n", "submission_metadata.yml": METADATA}
    return packed(folder / "class.zip", files.items())
