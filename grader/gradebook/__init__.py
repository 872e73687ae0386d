"""The gradebook: what is kept for good. The one Django app for rows.

``open_gradebook`` in ``connection`` is the way in. Whoever changes a row goes through the functions beside it, which
seal what they wrote in the audit log.

Outside a Django site, importing this package sets Django up with this app alone, since models can be imported only
then; which database it is gets decided when a gradebook is opened. A site has set itself up before it imports an app.
Whoever teaches Django has a DJANGO_SETTINGS_MODULE lying around in the shell: it is not meant for us.
"""

from django.apps import apps
from django.conf import settings

if not settings.configured:
    settings.configure(
        INSTALLED_APPS=["grader.gradebook"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        USE_TZ=True,
        LOGGING_CONFIG=None,
    )
    apps.populate(settings.INSTALLED_APPS)  # all of django.setup() that there is here: no logging, no addresses
