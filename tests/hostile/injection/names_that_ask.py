# base: foreign_key
# incident: none|protocol
# score: at_most_same
# slow: yes, like injection/names_of_classes
# says: attributes and names of format strings lead nowhere
class Format(str):
    def __format__(self, spec):
        return "passed"
    def __str__(self):
        return "passed"
Women.__qualname__ = "{expected.__class__.__mro__}"
Women._meta.verbose_name = Format("{0}")
