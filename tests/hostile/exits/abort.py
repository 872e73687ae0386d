# base: reference
# incident: died
# score: 0
# slow: yes, a duplicate of segfault
# says: a crash at import is an incident
import os
os.abort()
