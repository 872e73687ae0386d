# base: foreign_key
# incident: none
# score: at_most_same
# says: a manager with the dress of a woman is still no woman
from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor as Reverse
_get = Reverse.__get__
def _lie(self, instance, cls=None):
    manager = _get(self, instance, cls)
    if instance is None:
        return manager
    wife = manager.first()
    class Dressed(type(manager)):
        __class__ = property(lambda self: Women)
        _meta = Women._meta
        def __init__(self):
            self.__dict__.update(wife.__dict__ if wife else {})
    return Dressed()
Reverse.__get__ = _lie
