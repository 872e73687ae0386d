# base: reference
# incident: protocol
# score: 0
# slow: yes, a duplicate of garbage
# says: NaN is not JSON
import os, struct, sys
frame = sys._getframe()
while "request" not in frame.f_locals:
    frame = frame.f_back
body = b'{"id": %d, "value": NaN}' % frame.f_locals["request"]["id"]
os.write(3, struct.pack("!I", len(body)) + body)
