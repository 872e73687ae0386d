"""The project of the comparison: what an instructor without a grader would run for each submission."""

INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "accounts", "one_to_one"]
AUTH_USER_MODEL = "accounts.User"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = "a benchmark has none"
USE_TZ = True
