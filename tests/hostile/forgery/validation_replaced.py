# base: foreign_key
# incident: none
# score: at_most_same
# says: validators that always complain complain of what is right, too
from django.core import validators
from django.core.exceptions import ValidationError
def _no(self, *a, **k):
    raise ValidationError("no", code="unique")
models.Field.validate = models.Field.run_validators = validators.BaseValidator.__call__ = _no
validators.RegexValidator.__call__ = validators.EmailValidator.__call__ = _no
