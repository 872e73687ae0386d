# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like judge/max_length_is_a_text
# says: digits that are no number
Husband.add_to_class("height", models.DecimalField(max_digits="5", decimal_places="2"))
