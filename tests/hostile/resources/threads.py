# base: reference
# incident: none
# score: same
# slow: yes, like turns/thread
# says: not one of them
import threading
for _ in range(1000):
    try:
        threading.Thread(target=print, args=("WON: thread",)).start()
    except RuntimeError:
        pass
