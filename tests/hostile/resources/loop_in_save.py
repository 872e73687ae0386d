# base: reference
# incident: timeout
# score: at_most_same
# slow: yes, twelve seconds of CPU
# says: the checks that need save() time out, no more than four times
def _lie(self, *a, **k):
    while True:
        pass
Women.save = _lie
