# base: reference
# incident: none
# score: same
# slow: yes, prints values that never change
# says: throw-away values only
from django.conf import settings
for name in dir(settings):
    print(name, getattr(settings, name, None))
