# outcome: rejected
# because: not a plain file
# says: nor reads from a socket
import os
import socket
from pathlib import Path


def build(folder):
    before = Path.cwd()
    os.chdir(folder)  # a socket's path must be short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("models.py")
    finally:
        os.chdir(before)
    return folder / "models.py"
