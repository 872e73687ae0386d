# base: foreign_key
# incident: none
# score: at_most_same
# slow: yes, like forgery/full_clean_says_no
# says: a coin is not enough: each check asks both ways
import itertools
from django.core.exceptions import ValidationError
_calls = itertools.count()
def _no(self, *a, **k):
    if next(_calls) % 3 == 2:
        raise ValidationError({"name": "taken"})
Women.full_clean = _no
