# base: reference
# incident: none
# score: at_most_same
# says: a length below zero is a mistake, and not ours
Husband.add_to_class("title", models.CharField(max_length=-5))
