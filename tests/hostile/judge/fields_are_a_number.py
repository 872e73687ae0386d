# base: reference
# incident: none|protocol
# score: at_most_same
# says: a description that is none is no reason to fall over
import subject.schema
subject.schema.describe = lambda model: {"name": model.__name__, "fields": 5}
