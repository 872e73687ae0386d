# assignment: link_and_save
# base: reference
# incident: protocol|timeout
# score: at_most_same
# slow: yes, a fresh lane; tests/sandbox/test_channel.py has the limit
# says: a list of two thousand objects, each of which is a list of a hundred thousand lists: the judge keeps them all
import struct, sys
import subject.server as s
class Row:
    pass
ROWS = [Row() for _ in range(1990)]
def roster():
    return ROWS
def ship_or_none(captain):
    return ROWS[0]
BODY = '{"$":"iterator","v":[' + ",".join(["[" + ",".join(["[]"] * 1900) + "]"] * 40) + ']}'
_answer = s.Answering._answer
def _flood(self, request):
    if request["operation"] == "iterate" and isinstance(self.resolve(request["arguments"][0]), Row):
        data = ('{"id":%d,"value":%s}' % (request["id"], BODY)).encode()
        self._channel._socket.sendall(struct.pack("!I", len(data)) + data)
    else:
        _answer(self, request)
s.Answering._answer = _flood
