# base: foreign_key
# incident: none|protocol
# score: at_most_same
# slow: yes, like forgery/settings_changed
# says: a cursor that succeeds at everything writes no row
from django.db import connections
class Fake:
    def __getattr__(self, name):
        return lambda *a, **k: Fake()
    connection = None
    alias = "default"
connections["default"] = Fake()
