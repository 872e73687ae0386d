# base: reference
# incident: none|memory|died
# score: 0
# slow: yes, a duplicate of memory_in_small_pieces
# says: memory that SQLite takes is the program's
import sqlite3
c = sqlite3.connect(":memory:")
c.execute("CREATE TABLE t (x)")
while True:
    c.execute("INSERT INTO t VALUES (zeroblob(50000000))")
