# base: foreign_key
# incident: none
# score: at_most_same
# says: the class of an exception is what type() says
from django.db import IntegrityError
class Liar(Exception):
    __class__ = IntegrityError
def _save(self, *a, **k):
    raise Liar("UNIQUE constraint failed: one_to_one_women.husband_id")
Women.save = _save
