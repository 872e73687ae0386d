# base: foreign_key
# incident: none
# score: at_most_same
# says: full_clean() must first say yes to a free husband
from django.core.exceptions import ValidationError
def _no(self, *a, **k):
    raise ValidationError({"husband": "taken"})
Women.full_clean = _no
