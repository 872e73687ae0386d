# base: reference
# incident: none
# score: at_most_same
# slow: yes, like schema/editor_replaced
# says: nor does a field that hides its nature gain
_deconstruct = models.OneToOneField.deconstruct
def _lie(self):
    name, path, args, kwargs = _deconstruct(self)
    return name, "django.db.models.ForeignKey", args, kwargs
models.OneToOneField.deconstruct = _lie
