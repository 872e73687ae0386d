# outcome: rejected
# because: link
# alone: is neither a Python file
# says: nor where the whole submission is one


def build(folder):
    folder.rmdir()
    folder.symlink_to("../zoe/one_to_one")
    return folder
