# base: foreign_key
# incident: none
# score: at_most_same
# says: a metaclass that says yes to everything makes no woman of a manager
from django.db.models.base import ModelBase
ModelBase.__instancecheck__ = lambda cls, value: True
