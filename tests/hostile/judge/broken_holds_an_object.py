# base: reference
# incident: none|protocol
# score: 0
# slow: yes, like judge/broken_is_a_number
# says: a report is data: a reference in it must not reach the one who writes it
import subject.server as s
_send = s.Channel.send
_error = {"exception": "E", "message": "m", "file": None, "line": None}
_ref = {"$": "ref", "id": 1, "kind": "object", "name": "x"}
def _lie(self, message):
    value = message.get("value")
    if isinstance(value, dict):
        message = {"id": message["id"], "value": {"$": "dict", "v": [["error", {"$": "dict", "v": [list(p) for p in _error.items()]}], ["broken", [_ref]]]}}
    _send(self, message)
s.Channel.send = _lie
