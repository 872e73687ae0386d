# base: reference
# incident: none|protocol
# score: at_most_same
# says: a program that cannot make itself ready for a check is the one that broke it
import random
def _no(*a):
    raise ValueError("no seed")
random.seed = _no
