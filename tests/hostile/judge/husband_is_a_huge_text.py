# base: reference
# incident: none|protocol
# score: at_most_same
# says: a text that is longer than a message
Women.husband = property(lambda self: "x" * (1 << 26), lambda self, value: None)
