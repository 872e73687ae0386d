# base: reference
# incident: none
# score: 0
# slow: yes, like exits/sys_exit_at_import
# says: what is no Exception is an error at import all the same
class Stop(BaseException):
    pass
raise Stop
