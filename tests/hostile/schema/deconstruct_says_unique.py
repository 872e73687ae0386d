# base: foreign_key
# incident: none
# score: at_most_same
# says: a ForeignKey that declares in secret to be unique
_deconstruct = models.ForeignKey.deconstruct
def _lie(self):
    name, path, args, kwargs = _deconstruct(self)
    return name, path, args, {**kwargs, "unique": True}
models.ForeignKey.deconstruct = _lie
