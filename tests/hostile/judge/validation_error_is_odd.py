# base: reference
# incident: none|protocol
# score: at_most_same
# says: an error list that lies about its form
from django.core.exceptions import ValidationError
def _odd(self, *a, **k):
    error = ValidationError("x")
    error.error_dict = {"husband": [ValidationError("y", params={"z": 1})] * 3000, 5: [ValidationError("%(z)s", params={"z": object()})]}
    raise error
Women.full_clean = _odd
