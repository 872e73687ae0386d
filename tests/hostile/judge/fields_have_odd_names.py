# base: reference
# incident: none|protocol
# score: at_most_same
# says: a name of a field that is a list
import subject.schema
_describe = subject.schema.describe
def _odd(model):
    found = _describe(model)
    found["fields"] = [[[name], *rest] for name, *rest in found["fields"]]
    return found
subject.schema.describe = _odd
