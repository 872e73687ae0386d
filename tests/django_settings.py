"""Settings for the tests that use Django in their own process, beside the box."""

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "grader.gradebook",
    "tests.apps.operations",
    "tests.apps.variety",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = "tests have none"
USE_TZ = True
