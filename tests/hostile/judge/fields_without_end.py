# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like judge/fields_are_a_number
# says: a description that the witness cannot read is a model without a table
import subject.schema
subject.schema.describe = lambda model: {"name": model.__name__, "fields": [["a", "b", [[[]]], None]], "options": 7, "bases": None}
