# base: reference
# incident: none
# score: same
# slow: yes, like forgery/trace_hook
# says: an audit hook sees what the program does, and nothing of the judge
import sys
_seen = []
sys.addaudithook(lambda event, args: _seen.append(event))
