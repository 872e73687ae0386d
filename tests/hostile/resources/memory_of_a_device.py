# base: reference
# incident: none
# score: 0
# says: a file without end is a MemoryError
open("/dev/zero", "rb").read()
