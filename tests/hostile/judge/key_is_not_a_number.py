# base: reference
# incident: none|protocol|timeout
# score: at_most_same
# slow: yes, like services/key_is_no_number
# says: NaN, infinity and a decimal that refuses to be compared
import decimal, itertools
_odd_ones = itertools.cycle([float("nan"), float("inf"), decimal.Decimal("sNaN"), decimal.Decimal("1e999999")])
Women.pk = property(lambda self: next(_odd_ones), lambda self, value: None)
