# base: reference
# incident: none|protocol
# score: at_most_same
# says: max_length="100" is a mistake that an honest student makes
Husband.add_to_class("title", models.CharField(max_length="100"))
