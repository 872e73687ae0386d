# base: foreign_key
# incident: none|protocol
# score: at_most_same
# says: a program that answered too early and goes on, and puts a unique index into the file between two questions
import os, shutil, sqlite3, sys, time
frame = sys._getframe()
while not hasattr(frame.f_locals.get("self"), "operations"):
    frame = frame.f_back
server = frame.f_locals["self"]
channel, rest = server._channel, server.rest
file = "/box/db.sqlite3"
def forged_image():
    shutil.copy(file, "/box/copy")
    copy = sqlite3.connect("/box/copy")
    if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'one_to_one_women'").fetchall():
        copy.close()
        return None
    copy.execute("CREATE UNIQUE INDEX IF NOT EXISTS i ON one_to_one_women (husband_id)")
    copy.commit()
    copy.close()
    with open("/box/copy", "rb") as f:
        return f.read()
def early():
    rest()
    frame = sys._getframe()
    number = frame.f_back.f_locals["request"]["id"]
    try:
        image = forged_image()
    except sqlite3.Error:
        image = None
    descriptor = os.open(file, os.O_RDWR)
    send = channel.send
    send({"id": number, "value": None})
    until = time.monotonic() + 0.02
    stat, journal = os.stat, file + "-journal"
    while image and time.monotonic() < until:
        try:
            stat(journal)
        except OSError:
            continue
        os.pwrite(descriptor, image, 0)
        break
    os.close(descriptor)
    def once(message):
        channel.send = send
    channel.send = once
server.operations["rest"] = early
