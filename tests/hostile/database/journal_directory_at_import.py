# base: reference
# incident: none
# score: same
# says: a folder in the journal's place is cleared away
import os
os.makedirs("./db.sqlite3-journal/deep/er")
os.makedirs("./db.sqlite3-wal")
os.makedirs("./db.sqlite3-shm")
