"""Django's settings of the site. Everything that differs between machines comes from the environment.

``GRADER_SITE``: the site's folder, with its courses, its secret and, without ``DATABASE_URL``, its database.
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from ..core.errors import GraderError
from ..databases import database_at
from ..files import create_whole
from . import logs

SITE = Path(os.environ.get("GRADER_SITE", ".grader-site")).resolve()
COURSES = SITE / "courses"
_ROOT = Path(__file__).parents[2]
ASSIGNMENTS = Path(os.environ.get("GRADER_ASSIGNMENTS", _ROOT / "assignments")).resolve()

MIN_ISOLATION = os.environ.get("GRADER_MIN_ISOLATION", "full")

DEBUG = os.environ.get("GRADER_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("GRADER_HOSTS", "127.0.0.1 localhost [::1]").split()
_HTTPS = os.environ.get("GRADER_HTTPS", "0") == "1"
PROXIES = int(os.environ.get("GRADER_PROXIES", "1" if _HTTPS else "0"))  # of ours, in front of the web server
METRICS_TOKEN = os.environ.get("GRADER_METRICS_TOKEN", "")
LOGGING = logs.config(os.environ.get("GRADER_LOG"))
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if "*" not in host] if _HTTPS else []


def _secret() -> str:
    """That of the environment; else the site's own, made once and readable by its owner alone."""
    if given := os.environ.get("GRADER_SECRET_KEY"):
        return given
    path = SITE / ".secret-key"
    if not path.exists():
        SITE.mkdir(parents=True, exist_ok=True)
        create_whole(path, secrets.token_urlsafe(64).encode(), mode=0o600)
    return path.read_text(encoding="ascii")


def _database() -> dict[str, object]:
    try:
        return database_at(SITE / "site.sqlite3")
    except GraderError as error:
        raise ImproperlyConfigured(str(error)) from error


def _test_origins() -> frozenset[str]:
    """Of LTI platforms that may be asked over http and on this machine: for tests, which run with ``DEBUG`` alone."""
    found = frozenset(os.environ.get("LTI_TEST_ORIGINS", "").split())
    if found and not DEBUG:
        raise ImproperlyConfigured("LTI_TEST_ORIGINS lets platforms be forged. It is taken with GRADER_DEBUG=1 only.")
    return found


SECRET_KEY = _secret()
SECRET_KEY_FALLBACKS = os.environ.get("GRADER_OLD_SECRET_KEYS", "").split()
LTI_TEST_ORIGINS = _test_origins()
DATABASES = {"default": _database() | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}

INSTALLED_APPS = [
    "grader.web.operators.OperatorsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "ninja",
    "grader.gradebook",
    "grader.web",
    "grader.web.lti",
]
MIDDLEWARE = [
    "grader.web.observed.Observed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "grader.web.headers.ContentSecurityPolicy",
    "grader.web.lti.seats.Seated",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "grader.web.urls"
WSGI_APPLICATION = "grader.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["grader.web.templatetags.figures"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский")]
LOCALE_PATHS = [Path(__file__).with_name("locale")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("GRADER_TIME_ZONE", "UTC")

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 10  # tries, of one name from one address
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)  # after the last of them
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who logged in when is nobody's business
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "grader.web.throttle.address"
AXES_USERNAME_CALLABLE = "grader.web.throttle.name"
AXES_LOCKOUT_CALLABLE = "grader.web.throttle.locked_out"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

STATIC_URL = "/static/"
STATIC_ROOT = SITE / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# What a student hands in is bytes in memory, bounded before it is read; nothing of it gets a name on disk.
FILE_UPLOAD_HANDLERS = ["grader.web.uploads.Bounded"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 1

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
