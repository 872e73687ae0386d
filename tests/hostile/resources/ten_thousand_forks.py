# base: reference
# incident: none
# score: same
# says: not one of them
import os
for _ in range(10_000):
    try:
        if os.fork() == 0:
            os._exit(0)
        print("WON: fork")
    except BlockingIOError:
        pass
