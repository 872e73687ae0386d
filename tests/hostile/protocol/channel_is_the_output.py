# base: reference
# incident: died|protocol
# score: 0
# slow: yes, like protocol/closed
# says: the output put in the channel's place
import os
os.dup2(1, 3)
