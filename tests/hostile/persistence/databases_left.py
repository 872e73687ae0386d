# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like persistence/other_submissions
# says: databases, journals and temporary tables are gone with the submission
import os, sqlite3, tempfile
if [name for name in os.listdir(".") if name not in ("one_to_one", "db.sqlite3", "db.sqlite3-journal")]:
    print("WON:", os.listdir("."))
mine = sqlite3.connect("./left.sqlite3")
mine.executescript("PRAGMA journal_mode=WAL; CREATE TABLE left (x); PRAGMA temp_store=FILE; CREATE TEMP TABLE t AS SELECT randomblob(100000);"
                   "ATTACH './left2.sqlite3' AS other; CREATE TABLE other.left (x); VACUUM INTO './left3.sqlite3'")
kept = [tempfile.mkdtemp(), tempfile.mkstemp(), mine]
