# base: reference
# incident: none
# score: 0
# says: what is no Exception is an error at import all the same
class Stop(BaseException):
    pass
raise Stop
