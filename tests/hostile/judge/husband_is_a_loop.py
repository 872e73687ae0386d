# base: reference
# incident: none|protocol
# score: at_most_same
# says: a value that holds itself
_loop = []
_loop.append(_loop)
Women.husband = property(lambda self: _loop, lambda self, value: None)
