# base: none
# incident: none|died|memory|timeout
# score: 0
# says: a source that is nested without end
exec("x = " + "-" * 300_000 + "1")
