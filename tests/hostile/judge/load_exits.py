# base: reference
# incident: none|protocol
# score: at_most_same
# slow: yes, like judge/load_raises
# says: an account of an import that is no Exception even
import subject.project
class Stop(BaseException):
    pass
def _no(*a):
    raise Stop
subject.project.take_out_unresolved = subject.project.declared = _no
