# base: foreign_key
# incident: none|protocol
# score: at_most_same
# slow: yes, like forgery/identity_and_isinstance_lie
# says: who an object is must not be the server's word alone
import sys
frame = sys._getframe()
while not hasattr(frame.f_locals.get("self"), "operations"):
    frame = frame.f_back
server = frame.f_locals["self"]
server.operations["identity"] = lambda *values: [["row", "one_to_one.Women", 1] for _ in values]
