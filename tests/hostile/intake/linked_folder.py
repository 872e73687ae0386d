# outcome: rejected
# because: There is no models.py
# says: nor is a folder entered through one


def build(folder):
    (folder / "one_to_one").symlink_to("../../zoe/one_to_one")
    (folder / "loop").symlink_to(".")
    return folder
