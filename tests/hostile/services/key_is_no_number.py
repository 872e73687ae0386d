# assignment: link_and_save
# base: reference
# incident: none|protocol
# score: at_most_same
# says: nor is one that a function returns, or that stands for a key
import decimal
Ship.pk = property(lambda self: decimal.Decimal("sNaN"), Ship._set_pk_val)
def ship_or_none(captain):
    return decimal.Decimal("sNaN")
