# base: reference
# incident: none
# score: 0
# says: KeyboardInterrupt is an error at import like any other
raise KeyboardInterrupt
