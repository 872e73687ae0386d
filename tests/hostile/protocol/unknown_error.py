# base: reference
# incident: protocol
# score: at_most_same
# slow: yes, a duplicate of odd_errors
# says: an error of a class that nobody knows
import subject.server as s
_send = s.Channel.send
def _lie(self, message):
    if message["id"] and message.get("value") is not None and "models" not in str(message):
        message = {"id": message["id"], "error": {"class": "X", "bases": ["os.system"], "text": "x"}}
    _send(self, message)
s.Channel.send = _lie
