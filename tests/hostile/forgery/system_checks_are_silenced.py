# base: primary_key_with_null
# incident: none
# score: at_most_same
# says: a field's check() is the field's to say, and may not be replaced
models.Field.check = models.OneToOneField.check = lambda self, **k: []
