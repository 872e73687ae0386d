# base: reference
# incident: died
# score: 0
# says: exit status 0 is no pass: the program is gone before it was asked anything
import os
os._exit(0)
