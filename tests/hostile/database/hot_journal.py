# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like database/file_deleted
# says: a forged journal is played back into the author's own file at most
import os, struct
_save = models.Model.save
def _lie(self, *a, **k):
    _save(self, *a, **k)
    header = bytes.fromhex("d9d505f920a163d7") + struct.pack(">IIIII", 0xFFFFFFFF, 1, 2, 512, 4096)
    with open("./db.sqlite3-journal", "wb") as file:
        file.write(header.ljust(512, b"\0") + struct.pack(">I", 1) + os.urandom(4096) + b"\0\0\0\0")
Women.save = _lie
