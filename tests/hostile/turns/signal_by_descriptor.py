# base: reference
# incident: none
# score: same
# says: no descriptor sends a signal when something arrives
import fcntl, os, signal
signal.signal(signal.SIGIO, lambda *a: print("WON: SIGIO"))
for command, value in ((fcntl.F_SETOWN, os.getpid()), (10, signal.SIGUSR1), (fcntl.F_SETFL, os.O_ASYNC), (1024, 0), (1026, 1)):
    try:
        fcntl.fcntl(3, command, value)
        print("WON: fcntl", command)
    except OSError:
        pass
try:
    fcntl.ioctl(3, 0x5452, b"\1\0\0\0")
    print("WON: FIOASYNC")
except OSError:
    pass
