# base: foreign_key
# incident: none
# score: 6.5
# says: (what foreign_key_unique gets: the declared model counts, see decision 1) a ForeignKey that declares in secret to be unique
_deconstruct = models.ForeignKey.deconstruct
def _lie(self):
    name, path, args, kwargs = _deconstruct(self)
    return name, path, args, {**kwargs, "unique": True}
models.ForeignKey.deconstruct = _lie
