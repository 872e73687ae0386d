# outcome: rejected
# because: larger than
# says: a file that says that it is a terabyte is not read to its end


def build(folder):
    path = folder / "models.py"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    return path
