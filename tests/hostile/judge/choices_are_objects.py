# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like judge/key_becomes_an_iterator
# says: choices that are no data can be given back, or not, but do not stop the judge
Husband.add_to_class("kind", models.CharField(max_length=9, choices=[(object(), "a"), (ValueError, "b")]))
