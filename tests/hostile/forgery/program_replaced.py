# base: foreign_key
# incident: none|protocol|died
# score: at_most_same
# says: another loop of answers has no better answers
import subject.server as s
def _answer(self, request):
    self._channel.send({"id": request["id"], "value": None})
s.Answering._answer = _answer
