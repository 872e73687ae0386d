# base: reference
# incident: none|died|protocol|timeout
# score: at_most_same
# says: wiping builtins harms its author only
import builtins
for name in ("open", "len", "getattr", "isinstance", "iter", "str"):
    setattr(builtins, name, None)
