# base: foreign_key
# incident: none|protocol
# score: at_most_same
# says: each check that waits for an exception first shows that none comes where none should
import subject.server as s
_send = s.Channel.send
_error = {"class": "IntegrityError", "bases": ["django.db.utils.IntegrityError"], "text": "UNIQUE constraint failed"}
def _lie(self, message):
    if "models" in str(message.get("value"))[:300] or not message.get("value"):
        return _send(self, message)
    _send(self, {"id": message["id"], "error": _error})
s.Channel.send = _lie
