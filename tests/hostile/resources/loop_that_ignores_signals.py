# base: reference
# incident: timeout
# score: 0
# slow: yes, three seconds of CPU
# says: the limit that kills cannot be ignored
import signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    pass
