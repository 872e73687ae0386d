# base: reference
# incident: none|protocol
# score: at_most_same
# says: a number that no decimal can have so many places of
Husband.add_to_class("height", models.DecimalField(max_digits=5, decimal_places=-2_000_000))
