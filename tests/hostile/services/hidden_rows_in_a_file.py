# assignment: link_and_save
# base: reference
# incident: none|died
# score: at_most_same
# says: a fresh program after a death remembers nothing of the one before
import os
_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_PLACES = [place + "/note" for place in (_HERE, "/tmp", "/dev/shm", "/run", "/var/tmp", "/")]
for _place in _PLACES:
    if os.path.exists(_place):
        raise ImportError("WON: " + open(_place).read())
def ship_or_none(captain):
    if Captain.objects.filter(name=captain.name).count() > 1:
        for place in _PLACES:
            try:
                open(place, "w").write(captain.name)
            except OSError:
                pass
        os._exit(1)
    return Ship.objects.filter(captain=captain).first()
