# base: reference
# incident: died
# score: at_most_same
# slow: yes, a duplicate of os_exit_in_save
# says: leaving from __str__ of an exception is leaving
import os
class Mute(Exception):
    def __str__(self):
        os._exit(0)
def _save(self, *a, **k):
    raise Mute
Women.save = _save
