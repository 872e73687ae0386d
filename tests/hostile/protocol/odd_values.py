# base: foreign_key
# incident: none|protocol
# score: at_most_same
# says: tags that hold what they should not, one after the other
import itertools
import subject.server as s
_send = s.Channel.send
_odd = itertools.cycle([
    {"$": "decimal", "v": "sNaN"}, {"$": "timedelta", "v": [10**12, 0, 0]}, {"$": "set", "v": [[1], [1]]}, {"$": ["x"], "v": 1},
    {"$": "ref", "id": "1", "name": "x"}, {"$": "iterator", "v": {"$": "iterator", "v": []}}, {"$": "uuid", "v": "x"}, {"v": 1}, 5, "\ud800",
])
_count = itertools.count()
def _lie(self, message):
    if next(_count) > 12 and "value" in message and message["value"] is not None:
        message = {"id": message["id"], "value": next(_odd)}
    _send(self, message)
s.Channel.send = _lie
