# base: reference
# incident: none
# score: 0
# says: endless recursion is a RecursionError
def f():
    f()
f()
