# base: reference
# incident: none
# score: 0
# slow: yes, like resources/memory_in_one_piece
# says: a file without end is a MemoryError
open("/dev/zero", "rb").read()
