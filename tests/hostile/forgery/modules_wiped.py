# base: reference
# incident: none|died|protocol
# score: at_most_same
# slow: yes, like forgery/builtins_wiped
# says: wiping sys.modules harms its author only
import sys
sys.modules.clear()
