# base: foreign_key
# incident: none|protocol
# score: at_most_same
# slow: yes, like forgery/answers_are_all_true
# says: what was asked is not what is answered
import subject.server as s
def _answer(self, request):
    value = request["arguments"][-1] if request["arguments"] else None
    self._channel.send({"id": request["id"], "value": value})
s.Answering._answer = _answer
