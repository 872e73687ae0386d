# base: reference
# incident: none|timeout|protocol|died|memory
# score: at_most_same
# slow: yes, seconds of CPU
# says: a class of five hundred ancestors with tables is its author's own time, not the judge's
_parent = Women
for _n in range(500):
    _parent = type(f"Women{_n}", (_parent,), {"__module__": __name__})
