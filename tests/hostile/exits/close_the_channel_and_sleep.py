# base: reference
# incident: died|timeout|protocol
# score: 0
# says: a program that hangs up and stays is ended, and it is its own doing
import os, time
os.close(3)
time.sleep(1000)
