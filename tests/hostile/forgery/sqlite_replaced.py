# base: foreign_key
# incident: none|protocol
# score: at_most_same
# slow: yes, like forgery/settings_changed
# says: a database in memory is not the witness's
import sqlite3
_connect = sqlite3.connect
sqlite3.connect = sqlite3.dbapi2.connect = lambda *a, **k: _connect(":memory:")
