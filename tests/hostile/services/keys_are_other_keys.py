# assignment: link_and_save
# base: untouched_stub
# incident: none
# score: at_most_same
# says: nor one that is another row's
Captain.pk = property(lambda self: self.id and -self.id, lambda self, value: None)
_get = Captain._base_manager.__class__.get
Captain._base_manager.__class__.get = lambda self, pk: _get(self, pk=abs(pk))
