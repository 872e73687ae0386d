# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like judge/fields_are_a_number
# says: a reference is no description
import subject.schema
subject.schema.describe = lambda model: {"name": model.__name__, "fields": [], "options": {"x": object()}, "bases": [ValueError, iter([1])]}
