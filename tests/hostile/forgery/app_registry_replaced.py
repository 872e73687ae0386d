# base: foreign_key
# incident: none|protocol
# score: at_most_same
# says: another registry has other models, and no better rows
from django.apps import apps
_get = type(apps.get_app_config("auth")).get_model
type(apps.get_app_config("auth")).get_model = lambda self, name, *a, **k: _get(self, "Husband" if name == "Women" else name)
