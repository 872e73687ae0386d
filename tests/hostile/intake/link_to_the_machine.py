# outcome: rejected
# because: not a plain file
# says: nor one to a file of the machine


def build(folder):
    path = folder / "models.py"
    path.symlink_to("/etc/passwd")
    return path
