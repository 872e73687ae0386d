# base: reference
# incident: none
# score: at_most_same
# says: an exception of many known kinds at once
from django.core import exceptions
from django.db import utils
class Odd(exceptions.ObjectDoesNotExist, utils.IntegrityError, KeyError, AttributeError, exceptions.PermissionDenied):
    pass
class Odder(StopIteration, exceptions.FieldError, AssertionError):
    pass
def _save(self, *a, **k):
    raise Odd("x") if self.pk else Odder("y")
Women.save = _save
