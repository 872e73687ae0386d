# base: reference
# incident: none
# score: same
# says: no timer of any kind can be set
import ctypes, signal
libc = ctypes.CDLL(None, use_errno=True)
signal.signal(signal.SIGALRM, lambda *a: print("WON: SIGALRM"))
for action in (lambda: signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001), lambda: signal.setitimer(signal.ITIMER_VIRTUAL, 0.001, 0.001)):
    try:
        action()
        print("WON: setitimer")
    except OSError:
        pass
signal.alarm(1)
for name, number in (("timer_create", 222), ("timerfd_create", 283), ("io_setup", 206), ("mq_notify", 244), ("rt_sigqueueinfo", 129), ("signalfd4", 289)):
    if libc.syscall(number, 1, 0, 0, 0) >= 0 or ctypes.get_errno() not in (1, 38):
        print("WON:", name, ctypes.get_errno())
