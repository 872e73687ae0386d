# base: reference
# incident: none
# score: at_most_same
# slow: yes, like exits/own_base_exception_in_save
# says: SystemExit in save() is an exception that save() raised
import sys
Women.save = lambda self, *a, **k: sys.exit(0)
