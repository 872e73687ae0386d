# base: foreign_key
# incident: none|protocol
# score: at_most_same
# says: a program that answers too early goes on while the witness acts, and can change the file under its hands
import os, sys, time
frame = sys._getframe()
while not hasattr(frame.f_locals.get("self"), "operations"):
    frame = frame.f_back
server = frame.f_locals["self"]
channel, forget = server._channel, server.operations["forget"]
seen = []
def early(*arguments):
    forget(*arguments)
    number = sys._getframe().f_back.f_locals["request"]["id"]
    before = os.stat("/box/db.sqlite3")
    send = channel.send
    send({"id": number, "value": None})
    until = time.monotonic() + 0.05
    while time.monotonic() < until and not seen:
        try:
            after = os.stat("/box/db.sqlite3")
        except FileNotFoundError:
            seen.append("gone")
            continue
        if (after.st_ino, after.st_mtime_ns) != (before.st_ino, before.st_mtime_ns):
            seen.append("changed")
    def once(message):
        channel.send = send
    channel.send = once
    if len(seen) == 1:
        import sqlite3
        other = sqlite3.connect("/box/db.sqlite3", isolation_level=None)
        other.execute("CREATE UNIQUE INDEX IF NOT EXISTS slipped_in ON one_to_one_women (husband_id)")
        other.close()
        seen.append("told")
server.operations["forget"] = early
