# base: reference
# incident: none
# score: same
# says: a lock on a shared file is seen by nobody
import fcntl
with open("../packages/django/__init__.py") as file:
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.lockf(open("../packages/django/apps/__init__.py"), fcntl.LOCK_SH)
