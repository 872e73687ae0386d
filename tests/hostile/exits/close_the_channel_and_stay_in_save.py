# base: reference
# incident: died|timeout|protocol
# score: at_most_same
# slow: yes, a duplicate of close_the_channel_and_sleep
# says: the same in save()
import os, time
def _save(self, *a, **k):
    os.close(3)
    time.sleep(1000)
Women.save = _save
