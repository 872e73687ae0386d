# base: reference
# incident: timeout
# score: at_most_same
# slow: yes, twelve seconds of CPU
# says: a default that never comes
def _never():
    while True:
        pass
Women.add_to_class("luck", models.IntegerField(default=_never))
