# base: reference
# incident: protocol|died
# score: 0
# slow: yes, like protocol/reply_at_import
# says: a flood on the channel ends at the first wrong frame
import os
while True:
    os.write(3, b"\0" * 65536)
