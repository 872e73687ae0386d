# base: reference
# incident: none|protocol
# score: 0
# says: the name of the error's class is anything
raise type("E" * 100_000, (Exception,), {"__str__": lambda self: "\ud800" * 5000})
