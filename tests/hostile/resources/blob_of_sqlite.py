# base: reference
# incident: none|memory|died
# score: 0
# slow: yes, like resources/memory_in_one_piece
# says: SQLite's own memory is under the same limit
import sqlite3
mine = sqlite3.connect(":memory:")
kept = [mine.execute("SELECT zeroblob(300000000)").fetchone() for _ in range(8)]
