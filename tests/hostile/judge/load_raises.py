# base: reference
# incident: none|protocol
# score: at_most_same
# says: an account of an import that is an exception is none
import subject.project
def _no(config):
    raise KeyError("declared")
subject.project.declared = _no
