# base: reference
# incident: protocol
# score: 0
# says: four gigabytes are announced and refused before anything is read
import os
os.write(3, b"\xff\xff\xff\xff")
