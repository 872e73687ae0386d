# base: reference
# incident: none|protocol
# score: at_most_same
# says: the witness makes what it is told to make, and calls nothing of it
import subject.schema
_describe = subject.schema.describe
def _lie(model):
    found = _describe(model)
    odd = {"django": "django.db.models.query.attrgetter", "args": ["__class__"], "kwargs": {}}
    found["fields"].append(["odd", "django.db.models.CharField", [], {"max_length": 5, "null": True, "default": odd, "db_default": odd, "validators": [odd]}])
    found["fields"].append(["odder", "django.db.models.query.Prefetch", ["x"], {}])
    return found
subject.schema.describe = _lie
