"""A site around ``lti-consumer-xblock`` that has what it would find in edx-platform. Run in ``.openedx`` alone."""

import os
from pathlib import Path

_DATA = Path(os.environ["OPENEDX_DATA"])
ADDRESS = os.environ["OPENEDX_ADDRESS"]
TOOL = os.environ["OPENEDX_TOOL"]
AGS_MODE = os.environ["OPENEDX_AGS"]

SECRET_KEY = "for tests alone"
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _DATA / "platform.sqlite3",
        "OPTIONS": {"timeout": 20, "init_command": "PRAGMA synchronous=OFF; PRAGMA journal_mode=WAL;"},
    }
}
# What is kept between the two halves of a launch.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(_DATA / "cache")}
}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
    "django_filters",
    "config_models",
    "lti_consumer",
    "shim",
]
MIDDLEWARE = [
    "shim.views.cookies_for_frames",
    "edx_django_utils.cache.middleware.RequestCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "crum.CurrentRequestUserMiddleware",
    "edx_django_utils.cache.middleware.TieredCacheMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
SESSION_COOKIE_NAME = "platform_session"

# What edx-platform's own settings would say.
USAGE_ID_PATTERN = r"(?P<usage_id>[^/]+)"
PLATFORM_NAME = "Open edX's LTI consumer"
LTI_BASE = LTI_API_BASE = LMS_ROOT_URL = LEARNING_MICROFRONTEND_URL = ADDRESS
FEATURES: dict[str, bool] = {}
SERVICE_VARIANT = "lms"
