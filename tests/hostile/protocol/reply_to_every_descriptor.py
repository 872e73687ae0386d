# base: reference
# incident: protocol
# score: 0
# slow: yes, a duplicate of reply_at_import
# says: whichever descriptor it is sent to
import os, struct
body = b'{"id": 0, "value": "ready"}'
for number in range(1024):
    try:
        os.write(number, struct.pack("!I", len(body)) + body)
    except OSError:
        pass
