# base: foreign_key
# incident: none|protocol|died
# score: at_most_same
# slow: yes, like forgery/identity_and_isinstance_lie
# says: the server holds its own isinstance
import builtins
_real = builtins.isinstance
builtins.isinstance = lambda value, kind: kind is Women or _real(value, kind)
