# base: foreign_key
# incident: none|protocol
# score: at_most_same
# says: an answer that is always the same is right to no random question
import subject.server as s
_send = s.Channel.send
s.Channel.send = lambda self, message: _send(self, {"id": message["id"], "value": True})
