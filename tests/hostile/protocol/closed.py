# base: reference
# incident: died
# score: 0
# says: a channel that was closed is the end of the program
import os
os.close(3)
