# base: reference
# incident: none|protocol
# score: at_most_same
# says: a folder that cannot be cleared away
import os
os.makedirs("/box/db.sqlite3-journal/deep")
os.chmod("/box/db.sqlite3-journal/deep", 0)
os.chmod("/box/db.sqlite3-journal", 0)
