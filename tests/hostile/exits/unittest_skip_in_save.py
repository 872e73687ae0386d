# base: foreign_key
# incident: none
# score: at_most_same
# slow: yes, like exits/own_base_exception_in_save
# says: a skip is never a pass
import unittest
def _save(self, *a, **k):
    raise unittest.SkipTest("not today")
Women.save = _save
