# base: reference
# incident: none|died|timeout
# score: at_most_same
# says: a program that does not end when it is told to is ended
import os, time
os._exit = lambda *_: time.sleep(1000)
