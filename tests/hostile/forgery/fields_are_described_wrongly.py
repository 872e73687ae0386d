# base: reference
# incident: none|protocol
# score: at_most_same
# says: a wrong description of fields harms its author only
import sys
frame = sys._getframe()
while not hasattr(frame.f_locals.get("self"), "operations"):
    frame = frame.f_back
frame.f_locals["self"].operations["fields"] = lambda model: []
