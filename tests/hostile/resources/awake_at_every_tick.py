# base: cascade
# incident: none|timeout
# score: at_most_same
# slow: yes, ten seconds of being there; tests/sandbox/test_isolation.py has the limit
# says: one who is awake at every tick and sleeps in between has no CPU seconds: he must not be ended as by somebody else
import time
_coarse = time.CLOCK_MONOTONIC_COARSE if hasattr(time, "CLOCK_MONOTONIC_COARSE") else 6
def _tick():
    was = time.clock_gettime_ns(_coarse)
    while time.clock_gettime_ns(_coarse) == was:
        pass
    return time.monotonic_ns()
def _be_there(seconds):
    end, tick = time.monotonic() + seconds, _tick()
    while time.monotonic() < end:
        time.sleep(max(0, tick + 3_750_000 - time.monotonic_ns()) / 1e9)
        tick = _tick()
_be_there(5.5)
_save = models.Model.save
_rest = [5.5]
def _late(self, *a, **k):
    if _rest:
        _be_there(_rest.pop())
    _save(self, *a, **k)
Women.save = _late
