# base: foreign_key
# incident: none
# score: at_most_same
# slow: yes, like exits/own_base_exception_in_save
# says: an AssertionError of the student's is no assertion of the judge's
def _save(self, *a, **k):
    raise AssertionError("assert True == True")
Women.save = _save
