# base: reference
# incident: none|died|protocol
# score: at_most_same
# says: wiping sys.modules harms its author only
import sys
sys.modules.clear()
