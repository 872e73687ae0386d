# base: foreign_key
# incident: none
# score: at_most_same
# slow: yes, like exits/own_base_exception_in_save
# says: nor is an exception that is called like pytest's
Skipped = type("Skipped", (BaseException,), {"allow_module_level": True, "__module__": "_pytest.outcomes"})
def _save(self, *a, **k):
    raise Skipped("x")
Women.save = _save
