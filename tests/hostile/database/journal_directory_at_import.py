# base: reference
# incident: none
# score: same
# says: a folder in the journal's place is cleared away
import os
os.makedirs("/box/db.sqlite3-journal/deep/er")
os.makedirs("/box/db.sqlite3-wal")
os.makedirs("/box/db.sqlite3-shm")
