# base: reference
# incident: none
# score: at_most_same
# slow: yes, like judge/key_becomes_an_iterator
# says: a key that can be read only once cannot be asked for
Women.pk = property(lambda self: iter([1]), lambda self, value: None)
