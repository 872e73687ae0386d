# base: reference
# incident: protocol
# score: 0
# says: a message nested a hundred thousand times
import os, struct
body = b"[" * 100_000 + b"]" * 100_000
os.write(3, struct.pack("!I", len(body)) + body)
