# base: reference
# incident: none
# score: same
# slow: yes, like injection/names_of_classes
# says: a source that reads otherwise than it runs is still what runs
# \u202e } \u2066if admin\u2069 \u2066
_x = "\u202eevil\u2069"
