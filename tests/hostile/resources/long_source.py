# base: reference
# incident: none|died|memory|timeout
# score: 0
# slow: yes, a duplicate of deep_source
# says: a source that adds a hundred thousand numbers
exec("x = " + "+".join(["1"] * 100_000))
raise SystemExit
