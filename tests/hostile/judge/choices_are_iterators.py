# base: reference
# incident: none|protocol
# score: at_most_same
# says: a choice that can be read only once
Husband.add_to_class("kind", models.CharField(max_length=9))
Husband._meta.get_field("kind").flatchoices
models.Field.flatchoices = property(lambda self: [(iter([1]), "a")])
