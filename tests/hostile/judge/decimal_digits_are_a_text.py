# base: reference
# incident: none|protocol
# score: at_most_same
# says: digits that are no number
Husband.add_to_class("height", models.DecimalField(max_digits="5", decimal_places="2"))
