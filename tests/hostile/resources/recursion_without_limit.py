# base: reference
# incident: none|died|memory|timeout
# score: 0
# slow: yes, seconds of CPU
# says: endless recursion without Python's own limit crashes its author
import sys
sys.setrecursionlimit(10**9)
def f(x):
    return repr(x)
class X:
    def __repr__(self):
        return f(self)
f(X())
