# base: reference
# incident: protocol
# score: 0
# slow: yes, a duplicate of garbage
# says: nor is 1e999 a number
import os, struct, sys
frame = sys._getframe()
while "request" not in frame.f_locals:
    frame = frame.f_back
body = b'{"id": %d, "value": {"$": "dict", "v": [["error", 1e999]]}}' % frame.f_locals["request"]["id"]
os.write(3, struct.pack("!I", len(body)) + body)
