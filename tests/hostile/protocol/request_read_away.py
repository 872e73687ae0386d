# base: reference
# incident: timeout
# score: at_most_same
# slow: yes, the wall time of each check
# says: a question that was swallowed is never answered
import os
_save = models.Model.save
def _lie(self, *a, **k):
    _save(self, *a, **k)
    import subject.server as s
    s.Channel.send = lambda self, message: None
Women.save = _lie
