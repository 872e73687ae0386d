# base: reference
# incident: none
# score: same
# says: throw-away values only
from django.conf import settings
for name in dir(settings):
    print(name, getattr(settings, name, None))
