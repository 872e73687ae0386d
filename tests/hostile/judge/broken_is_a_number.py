# base: reference
# incident: none|protocol
# score: 0
# says: an account of a failed import with more in it than belongs there
import subject.server as s
_send = s.Channel.send
_error = {"exception": "E", "message": "m", "file": None, "line": None}
def _lie(self, message):
    value = message.get("value")
    if isinstance(value, dict):
        message = {"id": message["id"], "value": {"$": "dict", "v": [["error", {"$": "dict", "v": [list(p) for p in _error.items()]}], ["broken", 5]]}}
    _send(self, message)
s.Channel.send = _lie
