# base: foreign_key
# incident: none|protocol
# score: at_most_same
# says: another database than the witness's is no database
from django.conf import settings
from django.db import connections
connections.settings["default"]["NAME"] = ":memory:"
connections["default"].settings_dict["NAME"] = ":memory:"
settings.DATABASES["default"]["NAME"] = ":memory:"
