# base: foreign_key
# incident: none|protocol
# score: at_most_same
# says: errors that are none, one after the other
import itertools
import subject.server as s
_send = s.Channel.send
_odd = itertools.cycle([
    {"class": "X", "bases": ["builtins.Exception", "builtins.ValueError"], "text": "x"}, {"class": "KeyboardInterrupt", "bases": ["builtins.BaseException"], "text": ""},
    {"class": "X", "bases": ["builtins.MemoryError", "builtins.SystemExit"], "text": "x", "file": 5, "line": "x"}, {"class": "ValidationError", "bases": ["django.core.exceptions.ValidationError"], "text": "x", "validation": {"husband": [["c", "t"]] * 9}},
])
_count = itertools.count()
def _lie(self, message):
    if next(_count) > 12 and "value" in message and message["value"] is not None:
        message = {"id": message["id"], "error": next(_odd)}
    _send(self, message)
s.Channel.send = _lie
