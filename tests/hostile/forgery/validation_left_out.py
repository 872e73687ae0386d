# base: foreign_key
# incident: none
# score: at_most_same
# slow: yes, like forgery/validation_replaced
# says: and those that never complain do not refuse a taken husband
models.Field.clean = lambda self, value, instance: value
models.Model.clean_fields = models.Model.validate_unique = models.Model.validate_constraints = lambda self, *a, **k: None
