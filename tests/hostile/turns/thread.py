# base: reference
# incident: none
# score: same
# says: no thread can be started
import _thread, threading, concurrent.futures, multiprocessing, asyncio
def won(*a):
    print("WON: a thread")
for start in (lambda: threading.Thread(target=won).start(), lambda: _thread.start_new_thread(won, ()), lambda: threading.Timer(0, won).start(),
              lambda: concurrent.futures.ThreadPoolExecutor().submit(won), lambda: multiprocessing.Process(target=won).start(),
              lambda: asyncio.new_event_loop().run_in_executor(None, won)):
    try:
        start()
    except Exception:
        pass
