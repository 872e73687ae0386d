# base: reference
# incident: none
# score: same
# says: what is asked can be seen, and no answer stands in it
import subject.server as s
_answer = s.Answering._answer
def _see(self, request):
    for word in ("IntegrityError", "second_wife", "expected", "score", "points", "assert"):
        if word in str(request["arguments"])[:2000] and request["operation"] != "load":
            print("WON:", word, request)
    _answer(self, request)
s.Answering._answer = _see
