# outcome: rejected
# because: hard link
# says: a second name of a file that lies elsewhere is refused
from tests.hostile.handing import SECRET, put


def build(folder):
    elsewhere = put(folder.parents[1], "loose.py", f"# {SECRET}\n".encode())
    path = folder / "models.py"
    path.hardlink_to(elsewhere)
    return path
