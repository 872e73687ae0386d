# base: reference
# incident: died
# score: 0
# slow: yes, like protocol/reply_at_import
# says: half an answer and the end
import os
os.write(3, b"\0\0\1\0{")
os._exit(0)
