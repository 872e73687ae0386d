# base: reference
# incident: none
# score: 0
# says: SystemExit is an error at import like any other
import sys
sys.exit(0)
