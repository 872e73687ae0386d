# base: reference
# incident: none
# score: same
# slow: yes, like exits/atexit_writes_a_reply
# says: nothing runs at exit, and nobody would listen
import os, struct
class Will:
    def __del__(self):
        body = b'{"id": 1, "value": "passed"}'
        os.write(3, struct.pack("!I", len(body)) + body)
_will = Will()
