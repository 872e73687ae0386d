# base: reference
# incident: none
# score: 0
# says: four gigabytes are a MemoryError
bytearray(4 << 30)
