# base: reference
# incident: none
# score: at_most_same
# slow: yes, like exits/own_base_exception_in_save
# says: GeneratorExit is an exception that save() raised
def _save(self, *a, **k):
    raise GeneratorExit
Women.save = _save
