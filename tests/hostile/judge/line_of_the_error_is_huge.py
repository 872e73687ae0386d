# base: reference
# incident: none
# score: at_most_same
# says: no file has so many lines, and not every reader of a verdict so large numbers
import subject.project
subject.project.own_line = lambda error, label: ("models.py", 10**4200)
def _save(self, *a, **k):
    raise ValueError(10**4000)
Women.save = _save
