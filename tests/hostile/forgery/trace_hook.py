# base: reference
# incident: none
# score: same
# says: a trace sees inputs, and no expected value
import sys
_seen = []
sys.settrace(lambda frame, event, arg: _seen.append(frame.f_code.co_name))
sys.setprofile(lambda frame, event, arg: _seen.append(event))
