# base: reference
# incident: protocol
# score: 0
# slow: yes, a duplicate of deep_message
# says: a message of very many small things
import os, struct, sys
frame = sys._getframe()
while "request" not in frame.f_locals:
    frame = frame.f_back
body = b'{"id": %d, "value": [%s]}' % (frame.f_locals["request"]["id"], b",".join([b"[]"] * 80_000))
os.write(3, struct.pack("!I", len(body)) + body)
