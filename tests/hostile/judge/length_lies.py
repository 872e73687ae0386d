# base: reference
# incident: none|protocol
# score: at_most_same
# says: lengths and truths that are none
import sys
frame = sys._getframe()
while not hasattr(frame.f_locals.get("self"), "operations"):
    frame = frame.f_back
operations = frame.f_locals["self"].operations
operations["len"] = lambda value: -1
operations["bool"] = lambda value: 2
operations["iterate"] = lambda value: 5
operations["str"] = lambda value: b"x"
operations["identity"] = lambda *values: [["row", 5, 5]] * len(values)
operations["fields"] = lambda model: [{"name": 1}]
operations["create"] = lambda model, values: 17
