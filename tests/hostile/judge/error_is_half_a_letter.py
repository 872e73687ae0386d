# base: reference
# incident: none
# score: at_most_same
# says: the same in the codes and texts of an error
from django.core.exceptions import ValidationError
def _odd(self, *a, **k):
    raise ValidationError({"husband": ValidationError("\ud800", code="\udfff")})
Women.full_clean = Women.save = _odd
