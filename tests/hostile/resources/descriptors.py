# base: reference
# incident: none|died|protocol
# score: at_most_same
# says: there are only so many descriptors
import os
made = []
try:
    while True:
        made.append(os.open("/dev/null", os.O_RDONLY))
except OSError:
    if len(made) > 100:
        print("WON:", len(made), "descriptors")
