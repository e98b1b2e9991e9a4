"""Which settings does this installation run with? All come from the environment; `docs/operations.md` has the table."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("PORT", "8000"))

# SWITCHBOARD_DEV=1 is set by `make run` and the tests: it permits the defaults of a trial. Without it this is
# production, where a missing secret refuses to start.
DEV = os.environ.get("SWITCHBOARD_DEV") == "1"
DEBUG = False


def required(name: str, trial: str) -> str:
    """An environment variable that production must set."""
    value = os.environ.get(name, "")
    if value:
        return value
    if DEV:
        return trial
    raise ImproperlyConfigured(f"{name} is not set. See docs/operations.md.")


SECRET_KEY = required("SECRET_KEY", "trial-only-secret-of-no-worth-at-all-0123456789")
DATABASE_URL = required("DATABASE_URL", "postgresql:///switchboard")
REDIS_URL = required("REDIS_URL", "redis://127.0.0.1:6379/0")

# Three origins, so that a file or a frame never shares one with a session in production.
CONSOLE_ORIGIN = required("CONSOLE_ORIGIN", f"http://localhost:{PORT}")
WIDGET_ORIGIN = required("WIDGET_ORIGIN", f"http://localhost:{PORT}")
FILES_ORIGIN = required("FILES_ORIGIN", f"http://127.0.0.1:{PORT}")
DEMO_ORIGIN = os.environ.get("DEMO_ORIGIN", f"http://localhost:{PORT + 1}")
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / ".data"))

ALLOWED_HOSTS = sorted({urlsplit(origin).hostname or "" for origin in (CONSOLE_ORIGIN, WIDGET_ORIGIN, FILES_ORIGIN)})
CSRF_TRUSTED_ORIGINS = sorted({CONSOLE_ORIGIN, WIDGET_ORIGIN})
SECURE = CONSOLE_ORIGIN.startswith("https://")

# Proxies whose X-Forwarded-* headers are believed, as addresses or networks. From everyone else they are ignored.
TRUSTED_PROXIES = [part.strip() for part in os.environ.get("TRUSTED_PROXIES", "").split(",") if part.strip()]


def database(url: str) -> dict[str, object]:
    """Django's settings for a `postgresql://` URL; `?host=/folder` names a Unix socket."""
    parts = urlsplit(url)
    query = dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "switchboard",
        "USER": unquote(parts.username or query.get("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or query.get("host", "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # A bounded pool: everything but the hot path goes through it in short transactions.
            "pool": {"min_size": 1, "max_size": int(os.environ.get("DB_POOL", "8")), "timeout": 10},
            # A process that is stopped inside a transaction must not hold its locks for ever.
            "connect_timeout": 5,
            "options": "-c idle_in_transaction_session_timeout=5000 -c statement_timeout=30000",
        },
    }


DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_PREFIX = os.environ.get("REDIS_PREFIX", "switchboard")  # installations that share a Redis differ in it
BUS = os.environ.get("BUS", "redis")  # or `channels`, over the layer
if BUS not in ("redis", "channels"):
    raise ImproperlyConfigured(f"BUS must be redis or channels, not {BUS!r}")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": REDIS_PREFIX},
    },
}

INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "chat",
    "files",
    "agents",
    "desk",
    "routing",
    "tickets",
    "reporting",
    "search",
    "web",
    "demo",
]

MIDDLEWARE = [
    "web.middleware.files_apart",
    "web.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "web.urls"
ASGI_APPLICATION = "web.asgi.application"
AUTH_USER_MODEL = "agents.Agent"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "console"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "web.assets.context",
            ],
        },
    }
]

SESSION_COOKIE_NAME = "switchboard_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

# Failed sign-ins in five minutes from one network address; an office may share one.
SIGN_INS_PER_ADDRESS = int(os.environ.get("SIGN_INS_PER_ADDRESS", "60"))
# New customers per minute from one network address; load tests from one machine need more.
NEW_CUSTOMERS_PER_ADDRESS = int(os.environ.get("NEW_CUSTOMERS_PER_ADDRESS", "6000" if DEV else "120"))
# E-mail addresses named per hour from one network address, each of which is sent a confirmation.
CONTACTS_PER_ADDRESS = int(os.environ.get("CONTACTS_PER_ADDRESS", "6000" if DEV else "60"))
# Hidden values of customers that one agent may ask for in an hour.
REVEALS_PER_HOUR = int(os.environ.get("REVEALS_PER_HOUR", "60"))
# Days for which the router's journal is kept.
JOURNAL_DAYS = int(os.environ.get("JOURNAL_DAYS", "30"))

# Frames that one socket may send per second in the long run, and at once.
FRAMES_PER_SECOND = float(os.environ.get("FRAMES_PER_SECOND", "20"))
FRAME_BURST = 3 * FRAMES_PER_SECOND

# Open connections of one customer or agent to one web process: browser tabs, devices.
CONNECTIONS_PER_PERSON = int(os.environ.get("CONNECTIONS_PER_PERSON", "20"))

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("zh-hans", "简体中文"),
    ("es", "Español"),
    ("ar", "العربية"),
    ("ru", "Русский"),
    ("pt", "Português"),
    ("fr", "Français"),
    ("tr", "Türkçe"),
    ("vi", "Tiếng Việt"),
    ("hi", "हिन्दी"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "web" / "static"
# Vite has hashed the names and compressed the files already; whitenoise only serves them.
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 300


def hashed_by_vite(_path: str, url: str) -> bool:
    """Files under assets/ carry a hash in their name and may be kept for good."""
    return "/assets/" in url


WHITENOISE_IMMUTABLE_FILE_TEST = hashed_by_vite

# Where files lie: a folder of this installation, or any of Django's storages with its options as JSON.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "files": {
        "BACKEND": os.environ.get("FILES_STORAGE", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": json.loads(os.environ.get("FILES_STORAGE_OPTIONS", "null"))
        or ({"location": DATA_DIR / "files"} if "FILES_STORAGE" not in os.environ else {}),
    },
}
# Megabytes of files per hour from one network address of customers.
FILE_MEGABYTES_PER_ADDRESS = int(os.environ.get("FILE_MEGABYTES_PER_ADDRESS", "60000" if DEV else "2000"))

EMAIL_BACKEND = os.environ.get(
    "EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend" if DEV else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Switchboard <support@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "daphne": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
