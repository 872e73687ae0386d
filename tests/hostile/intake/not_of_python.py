# outcome: rejected
# because: There is no models.py
# alone: is neither a Python file
# says: bytecode, pickles, libraries and databases are no answers
from tests.hostile.handing import put


def build(folder):
    put(folder, "models.pkl", b"\x80\x04\x95\x1d\0\0\0\0\0\0\0\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02id\x94\x85\x94R\x94.")
    put(folder, "models.so", b"\x7fELF" + bytes(60))
    put(folder, "models.sqlite3", b"SQLite format 3\0" + bytes(84))
    return put(folder, "models.pyc", b"\xa7\r\r\n" + bytes(60))
