# base: foreign_key
# incident: none|protocol
# score: at_most_same
# says: nor is it what was right the last time that the same was asked
import subject.server as s
_answer, _known = s.Answering._answer, {}
_send = s.Channel.send
def _again(self, request):
    asked = (request["operation"], str([a for a in request["arguments"] if not isinstance(a, dict)]))
    if asked in _known:
        _send(self._channel, {"id": request["id"], **_known[asked]})
        return
    def keep(channel, message):
        _known.setdefault(asked, {key: part for key, part in message.items() if key != "id"})
        _send(channel, message)
    s.Channel.send = keep
    try:
        _answer(self, request)
    finally:
        s.Channel.send = _send
s.Answering._answer = _again
