# base: no_related_name
# incident: none|protocol
# score: at_most_same
# says: the name of the other side must really exist
import sys
frame = sys._getframe()
while not hasattr(frame.f_locals.get("self"), "operations"):
    frame = frame.f_back
frame.f_locals["self"].operations["accessor"] = lambda label: "wife"
