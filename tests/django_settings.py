"""Settings for the tests that use Django in their own process, beside the box: the site's, on a database in memory."""

import os
import tempfile

os.environ.setdefault("GRADER_SITE", os.path.join(tempfile.gettempdir(), "grader-tests-have-no-site"))
os.environ.setdefault("GRADER_SECRET_KEY", "tests have none")

from grader.web import settings as site
from grader.web.settings import *  # noqa: F403 - what is tested is the site as it is

INSTALLED_APPS = [*site.INSTALLED_APPS, "tests.apps.operations", "tests.apps.variety"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [one for one in site.MIDDLEWARE if not one.startswith("whitenoise.")]  # it wants its folder to be there
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING_CONFIG = None  # pytest takes the lines
