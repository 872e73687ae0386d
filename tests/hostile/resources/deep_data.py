# base: reference
# incident: none|died|memory
# score: same
# says: data that is nested without end is refused by whoever in the program looks into it
import copy, json, pickle, sys
deep = []
for _ in range(50_000):
    deep = [deep]
for action in (json.dumps, pickle.dumps, copy.deepcopy, repr, lambda value: value == [[]] and json.loads("[" * 100_000),
               lambda value: compile("(" * 5000 + ")" * 5000, "x", "eval")):
    try:
        action(deep)
    except (RecursionError, MemoryError, SyntaxError, ValueError):
        pass
