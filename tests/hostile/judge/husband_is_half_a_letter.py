# base: reference
# incident: none
# score: at_most_same
# says: a lone surrogate can be shown, but not be written
Women.husband = property(lambda self: "\ud800 \udfff", lambda self, value: None)
