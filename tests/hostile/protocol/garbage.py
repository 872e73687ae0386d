# base: reference
# incident: protocol
# score: 0
# slow: yes, a duplicate of huge_length
# says: what is no message
import os, struct
os.write(3, struct.pack("!I", 64) + bytes(range(128, 192)))
