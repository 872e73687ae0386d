# base: foreign_key
# incident: none|protocol
# score: at_most_same
# says: a program that goes on after its answer, while the witness acts, can change the file under its hands
import os, select, sqlite3, sys
frame = sys._getframe()
while not hasattr(frame.f_locals.get("self"), "operations"):
    frame = frame.f_back
channel = frame.f_locals["self"]._channel
answer, file = channel.send, "./db.sqlite3"
def place():
    try:
        found = os.stat(file)
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns
def going_on(message):
    before = place()
    answer(message)
    while not select.select([channel._socket], [], [], 0)[0]:  # nobody has asked anything yet
        if place() in (before, None):
            continue
        other = sqlite3.connect(file, isolation_level=None, timeout=0)
        try:
            other.execute("CREATE UNIQUE INDEX IF NOT EXISTS slipped_in ON one_to_one_women (husband_id)")
        except sqlite3.Error:
            pass
        other.close()
        return
channel.send = going_on
