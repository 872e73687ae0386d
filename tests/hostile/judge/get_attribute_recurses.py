# base: reference
# incident: none|died
# score: at_most_same
# says: endless recursion in the program ends as an exception
Women.__getattr__ = lambda self, name: getattr(self, name + "x")
Women.husband = property(lambda self: self.nothing, lambda self, value: None)
