"""The whole site's configuration, read from the environment; docs/operations.md explains every variable."""

import sys
from operator import attrgetter
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.databases import database
from config.env import env_bool, env_int, env_list, env_str
from config.sqlite import prefer_sound_sqlite

# --- What this process is -------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
TESTING = "pytest" in sys.modules
DEBUG = env_bool("DIARY_DEBUG")
DIARY_DEMO = env_bool("DIARY_DEMO")
DIARY_HTTPS = env_bool("DIARY_HTTPS")
# While debugging, files change under one name: nothing is kept on a device.
DIARY_OFFLINE = env_bool("DIARY_OFFLINE", default=not DEBUG)
DIARY_TRUSTED_PROXIES = env_int("DIARY_TRUSTED_PROXIES", 0)


def secret_key() -> str:
    """DIARY_SECRET_KEY, or the file that `./dev setup` makes; tests and debugging need neither."""
    key = env_str("DIARY_SECRET_KEY", "")
    file = Path(env_str("DIARY_SECRET_KEY_FILE", str(VAR_DIR / "secret_key")))
    if not key and not TESTING and file.is_file():
        key = file.read_text(encoding="ascii").strip()
    if not key and (DEBUG or TESTING):
        key = "only-for-debugging-and-tests-never-for-a-diary-of-a-real-person"
    if not key:
        raise ImproperlyConfigured(
            "Set DIARY_SECRET_KEY to at least 50 random characters, or DIARY_SECRET_KEY_FILE to their file; "
            "`./dev setup` makes var/secret_key for this machine."
        )
    return key


SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env_list("DIARY_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env_list("DIARY_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env_list("DIARY_TRUSTED_ORIGINS")

# --- What is installed ----------------------------------------------------------------------------------

INSTALLED_APPS = [
    # ours first: their templates win over allauth's
    "accounts",
    "diary",
    "config.apps.ConfigConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    # The headers stand outside everything that answers, so that files, redirects and errors carry them too.
    "config.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.bodies.BodySizeMiddleware",
    "accounts.middleware.SignInMiddleware",
    "accounts.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Templates and forms --------------------------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.demo.demo",
                "diary.http.appearance",
                "diary.http.local",
            ],
        },
    }
]
FORM_RENDERER = "diary.forms.DiaryFormRenderer"

# --- Rows and cache -------------------------------------------------------------------------------------

DATABASES = {
    "default": database(
        env_str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'diary.sqlite3'}"),
        sqlite_version=prefer_sound_sqlite(),
    )
}

# The rate limits count in the cache, so every process must see the same one.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if TESTING
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

# --- People ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.auth.DiaryBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {"NAME": "accounts.passwords.AppNameValidator"},
]

# accounts knows nothing of the diary: the countries that have numbers come by this way.
COUNTRY_CHOICES = "diary.content.local_numbers.country_choices"

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

DIARY_SMTP_HOST = env_str("DIARY_SMTP_HOST", "")
DIARY_EMAIL_VERIFICATION = env_str(
    "DIARY_EMAIL_VERIFICATION", "mandatory" if DIARY_SMTP_HOST else "none", choices=("mandatory", "none")
)

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"signup": "accounts.forms.SignUpForm", "login": "accounts.forms.SignInForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = attrgetter("email")  # not the id
ACCOUNT_EMAIL_VERIFICATION = DIARY_EMAIL_VERIFICATION
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = DIARY_EMAIL_VERIFICATION == "mandatory"
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = bool(DIARY_SMTP_HOST)
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ALLAUTH_TRUSTED_PROXY_COUNT = DIARY_TRUSTED_PROXIES

# A sign-in at 3 a.m. must not happen: 90 days, counted from the last day of use (accounts.middleware).
SESSION_COOKIE_AGE = 90 * 24 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "accounts.held.csrf_failure"
LAST_ACCOUNT_COOKIE_NAME = "last_account"
# What was just done names medicines and cramps: that belongs to the sign-in, and must not stay on the device.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Mail -----------------------------------------------------------------------------------------------

if DIARY_SMTP_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
else:
    # A person at the terminal may read the mails; a service must not write them to its log.
    EMAIL_BACKEND = f"django.core.mail.backends.{'console' if DEBUG or DIARY_DEMO else 'dummy'}.EmailBackend"
EMAIL_HOST = DIARY_SMTP_HOST
EMAIL_PORT = env_int("DIARY_SMTP_PORT", 587, minimum=1)
EMAIL_HOST_USER = env_str("DIARY_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env_str("DIARY_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env_bool("DIARY_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_str("DIARY_MAIL_FROM", "Cramp Diary <diary@localhost>")

# --- Headers and cookies --------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
        "fullscreen", "geolocation", "gyroscope", "interest-cohort", "magnetometer", "microphone", "midi",
        "payment", "serial", "usb",
    )
}  # fmt: skip
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Where links lead that open without an account: no sign-in, no cookie of ours, no search engine.
STRANGERS_SPACE = "/s/"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

if DIARY_TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if DIARY_HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LAST_ACCOUNT_COOKIE_NAME = "__Host-last_account"
# Being on the browsers' preload list cannot be undone quickly; whoever owns the domain decides that.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# --- Files ----------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# What is brought in is read from a temporary file and not kept. Apple Health exports are the largest by far.
DIARY_LARGEST_UPLOAD = env_int("DIARY_LARGEST_UPLOAD_MB", 2000, minimum=1) * 1_000_000
FILE_UPLOAD_TEMP_DIR = env_str("DIARY_UPLOAD_DIR", "") or None
DATA_UPLOAD_MAX_NUMBER_FILES = 1
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Language and time ----------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Log ------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "pikepdf": {"level": "WARNING"},
    },
}
