# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like judge/husband_is_a_loop
# says: a value that is nested without end
_deep = []
for _n in range(5000):
    _deep = [_deep]
Women.husband = property(lambda self: _deep, lambda self, value: None)
