"""Settle how the project runs, from the environment; refuse nonsense with the variable's name and the cure.

Every variable is listed in docs/operations.md. Nobody imports this module: read `django.conf.settings`.
"""

from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from tracker.environment import (
    BASE_DIR,
    VAR_DIR,
    database,
    embedded_database,
    env,
    flag,
    folder,
    kept_secret_key,
    mail_server,
    one_of,
    replicas,
    web_address,
    whole_number,
    words,
)

# --- Mode: `local` answers this machine only, `production` everybody; the tests set `test` -----------------------
MODE = one_of("TRACKER_MODE", ("local", "production", "test"), "local")
PRODUCTION = MODE == "production"
TESTING = MODE == "test"
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEBUG = flag("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS = words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG is on in production mode; unset DEBUG, or set TRACKER_MODE=local.")
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or weak; set it to 50 or more random characters, for example the output of: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is empty or allows everything; set it to the names the site answers to, "
            "with commas between, for example ALLOWED_HOSTS=targets.example.gov.vn."
        )
    if too_wide := [host for host in ALLOWED_HOSTS if host.startswith(".") and "." not in host.strip(".")]:
        raise ImproperlyConfigured(
            f"ALLOWED_HOSTS holds {', '.join(too_wide)}, which answers to everybody's names; write the site's own, "
            "for example targets.example.gov.vn."
        )
else:
    SECRET_KEY = SECRET_KEY or kept_secret_key()
    if not set(ALLOWED_HOSTS) <= set(LOCAL_HOSTS):
        raise ImproperlyConfigured(
            f"ALLOWED_HOSTS names more than this machine ({', '.join(ALLOWED_HOSTS)}) in {MODE} mode, which has no "
            "secure cookies; set TRACKER_MODE=production, or unset ALLOWED_HOSTS."
        )
    ALLOWED_HOSTS = LOCAL_HOSTS

# On somebody's own machine everything is read without signing in, what is worked on too; nowhere else.
OPEN_READING = flag("OPEN_READING", default=MODE == "local")
if OPEN_READING and PRODUCTION:
    raise ImproperlyConfigured(
        "OPEN_READING is on in production mode; unset OPEN_READING: it shows what is being worked on to everybody. "
        "PUBLIC_READING opens what was published."
    )
# Pages of published figures: readable without signing in?
PUBLIC_READING = flag("PUBLIC_READING", default=not PRODUCTION)
# Published editions: readable without signing in, and nothing else?
PUBLIC_EDITIONS = flag("PUBLIC_EDITIONS", default=False)
# How often one reader may ask the read API in a minute: a token, a person, or an address without either.
API_REQUESTS_PER_MINUTE = whole_number("API_REQUESTS_PER_MINUTE", default=300, low=1, high=1_000_000)
# An office of one or two people may approve what it entered itself; everybody else needs a second pair of eyes.
SMALL_OFFICE = flag("SMALL_OFFICE", default=False)

# The demonstration: invented figures beside the published ones, in a database of its own, marked on every page.
DEMO = flag("DEMO", default=False)
if DEMO and PRODUCTION:
    raise ImproperlyConfigured("DEMO is on in production mode; unset DEMO: invented figures are for this machine only.")

# --- Apps and the way of a request ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "tracker.apps.TrackerConfig",  # first: its templates and translations win over those of packages
    "provinces.apps.ProvincesConfig",
    "whitenoise.runserver_nostatic",
    "tracker.apps.TrackerAdminConfig",  # django.contrib.admin with our own front page
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # its widgets' templates, for the renderer below
    "django_tables2",
    "django_filters",
    "rules.apps.AutodiscoverRulesConfig",
    "pgtrigger",
    "pghistory",
    "csp",
    "axes",
]
PGHISTORY_APPEND_ONLY = True  # nobody rewrites the trail, the application included

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A page is a tenth as long compressed, and phones in corridors wait for it; lengths are blurred against guessing.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tracker.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tracker.web.kept.KeptTypingMiddleware",  # after messages and sign-in: it renders a page of its own
    "tracker.web.busy.BusyMiddleware",
    "tracker.web.replica_reading.ReplicaMiddleware",  # after sign-in, which the primary answers
    "pghistory.middleware.HistoryMiddleware",  # tells the audit triggers who is asking
    "axes.middleware.AxesMiddleware",  # last: it turns a locked-out sign-in into its answer
]
ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
ASGI_APPLICATION = "tracker.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"demonstration": "tracker.web.demonstration", "list_cells": "tracker.admin.list_cells"},
        },
    },
]
# Form widgets are rendered with the project's template folders, so that an override there is found.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- The database: PostgreSQL, an embedded one unless a URL is given ---------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", "")
if DEMO and DATABASE_URL:
    raise ImproperlyConfigured(
        "The demonstration writes invented figures and keeps to a database of its own on the embedded server, but "
        "DATABASE_URL names another; leave it out: DATABASE_URL= make demo."
    )
DATABASES: dict[str, dict[str, Any]]
if DATABASE_URL:
    DATABASES = {"default": database(DATABASE_URL, pool=flag("DATABASE_POOL", default=PRODUCTION))}
else:
    if PRODUCTION:
        raise ImproperlyConfigured(
            "DATABASE_URL is missing in production mode; set it to postgresql://user:password@host:port/name. "
            "The embedded server is for `make run` and the tests only."
        )
    DATABASES = {"default": embedded_database("tracker_demo" if DEMO else "tracker")}
# Without a pool a thread keeps its connection for ten minutes; a pool keeps them itself and demands 0 here.
DATABASES["default"]["CONN_MAX_AGE"] = 0 if "pool" in DATABASES["default"]["OPTIONS"] else 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE_NAME", "test_tracker")}
# Replicas answer what only reads, unless they lag by more than this (docs/adr/0017-reading-from-replicas.md).
DATABASES |= replicas("REPLICA_URLS", primary=DATABASE_URL)
REPLICAS = [alias for alias in DATABASES if alias != "default"]
REPLICA_LAG_SECONDS = whole_number("REPLICA_LAG_SECONDS", default=30, low=1, high=600)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People and sign-in ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "tracker.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: refuses before a password is tried
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a good hasher is slow on purpose
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "web:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
# Five wrong passwords for one name from one address close that pair for a quarter of an hour. The name alone would
# let anybody shut a colleague out; the address alone would shut out an office that shares one.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_CALLABLE = "tracker.web.errors.handle_locked_out"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- Languages, dates, numbers --------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "tracker" / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["tracker.formats"]
USE_THOUSAND_SEPARATOR = False  # True would print the year 2025 as 2.025
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- Static files ---------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static" if TESTING else VAR_DIR / "static"  # the tests serve what nobody has collected
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # The tests and DEBUG serve files by their own names, out of the folders they are written in.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # what is asked for at the top: /favicon.ico, /robots.txt

# --- Answers that each process keeps until what they were computed from changes (tracker/actions/kept_answers.py) ----
KEEP_ANSWERS_MEGABYTES = whole_number("KEEP_ANSWERS_MEGABYTES", default=128, low=0, high=100_000)

# --- Files that people attach to reports: served by the admin alone, to those who read the report -----------------
# Each database has its own folder: what one does not know belongs to nothing (`manage.py check_attachments`).
MEDIA_ROOT = folder("UPLOADS_DIR", default=VAR_DIR / ("uploads_demo" if DEMO else "uploads"))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
UPLOAD_LIMIT_MEGABYTES = whole_number("UPLOAD_LIMIT_MEGABYTES", default=20, low=1, high=1000)

# --- Mail: reminders of reports that are owed; without a server they are written to the console --------------------
globals().update(mail_server("MAIL_SERVER"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", "") or f"tracker@{ALLOWED_HOSTS[0].lstrip('.')}"
# Where people find the site: for links in mails and calendars, which no request tells.
SITE_ADDRESS = web_address(
    "SITE_ADDRESS", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUCTION else "http://localhost:8000"
)
REMIND_DAYS_BEFORE = whole_number("REMIND_DAYS_BEFORE", default=5, low=0, high=60)

# --- Security -------------------------------------------------------------------------------------------------
# Nothing but our own files, no inline script or style: what is not listed falls back to default-src.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # a working day
if DEMO:
    SESSION_COOKIE_NAME = "demo_sessionid"  # cookies know no ports: signing in here must not sign out of the tracker
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tracker.web.errors.handle_csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a grid of 100 reports and 30 lines, with what stood in each cell before
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SECURE_HSTS_SECONDS = whole_number("HSTS_SECONDS", default=31536000, low=1, high=63072000) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if flag("BEHIND_PROXY", default=False):
    # Only where a proxy in front sets this header itself and drops what a visitor sends.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
