# base: reference
# incident: protocol
# score: 0
# says: an answer to no question ends it
import os, struct
body = b'{"id": 1, "value": true}'
os.write(3, struct.pack("!I", len(body)) + body)
