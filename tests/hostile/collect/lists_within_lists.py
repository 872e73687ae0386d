# platform: gradescope
# eve: left out
# because: nobody on the roster is called so
# says: nor is a list that unfolds to ten thousand million words
from tests.hostile.classes import AT_GRADESCOPE, METADATA
from tests.lms.downloads import gradescope


def build(folder):
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    metadata = "\n".join(levels) + "\n" + METADATA.replace("- :name: Eve\n    :sid: '4712'", "- :name: *a9")
    return gradescope(folder / "class.zip", metadata, {**AT_GRADESCOPE, "submission_3/models.py": b"EVIL = 1\n"})
