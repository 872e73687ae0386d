# base: reference
# incident: protocol|died|timeout
# score: 0
# slow: yes, eight seconds of waiting
# says: a description that takes the witness for ever is the submission's doing
import subject.schema
_describe = subject.schema.describe
def _lie(model):
    found = _describe(model)
    found["fields"] = [["a%d" % n, "django.db.models.ForeignKey", [], {"to": "one_to_one.Women", "on_delete": "CASCADE", "related_name": "r%d" % n}] for n in range(1800)]
    return found
subject.schema.describe = _lie
