# base: reference
# incident: none
# score: same
# says: a source that reads otherwise than it runs is still what runs
# \u202e } \u2066if admin\u2069 \u2066
_x = "\u202eevil\u2069"
