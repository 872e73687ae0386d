# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like database/file_deleted
# says: a folder that cannot be cleared away
import os
os.makedirs("./db.sqlite3-journal/deep")
os.chmod("./db.sqlite3-journal/deep", 0)
os.chmod("./db.sqlite3-journal", 0)
