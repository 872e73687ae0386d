# base: foreign_key
# incident: protocol
# score: at_most_same
# slow: yes, a duplicate of right_reply_in_save
# says: an IntegrityError under the true reply's number
import json, os, struct, sys
_save = models.Model.save
def _lie(self, *a, **k):
    _save(self, *a, **k)
    frame = sys._getframe()
    while "request" not in frame.f_locals:
        frame = frame.f_back
    error = {"class": "IntegrityError", "bases": ["django.db.utils.IntegrityError"], "text": "UNIQUE"}
    body = json.dumps({"id": frame.f_locals["request"]["id"], "error": error}).encode()
    os.write(3, struct.pack("!I", len(body)) + body)
Women.save = _lie
