# base: foreign_key
# incident: none
# score: at_most_same
# says: the description of a model is made by a program that the student's code can change
import subject.schema
_describe = subject.schema.describe
def _lie(model):
    found = _describe(model)
    for field in found["fields"]:
        field[1] = field[1].replace("ForeignKey", "OneToOneField")
    return found
subject.schema.describe = _lie
