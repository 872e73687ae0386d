# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like judge/fields_are_a_number
# says: a kind of field that is no text
class Odd(models.CharField):
    def get_internal_type(self):
        return 7
Husband.add_to_class("odd", Odd(max_length=5))
