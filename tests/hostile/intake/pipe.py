# outcome: rejected
# because: not a plain file
# says: nobody waits for a pipe
import os


def build(folder):
    path = folder / "models.py"
    os.mkfifo(path)
    return path
