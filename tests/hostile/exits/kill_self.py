# base: reference
# incident: none
# score: same
# says: no signal can be sent, not even to oneself
import os, signal
for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
    for target in (os.getpid(), 0, -1, os.getppid()):
        try:
            os.kill(target, number)
            print("WON: kill", target, number)
        except PermissionError:
            pass
