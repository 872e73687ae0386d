# base: reference
# incident: none
# score: 0
# says: an exception whose __str__ raises is an error at import
class Mute(Exception):
    def __str__(self):
        raise self
raise Mute
