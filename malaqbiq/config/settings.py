"""Django settings. What an operator may set comes from the environment: see docs/settings.md."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def _home() -> Path:
    try:
        return Path(os.environ.get("MALAQBIQ_HOME") or "var").resolve()
    except RuntimeError as error:
        # What Python raises where a link leads back to itself.
        raise ImproperlyConfigured(f"MALAQBIQ_HOME: {error}") from error


HOME = _home()
DATABASE_FILE = HOME / "malaqbiq.sqlite3"
CONNECTION_KEPT_S = 60
"""Seconds. Opening SQLite for every page would cost each of them 8 ms."""


def _secret_key() -> str:
    """Take the operator's key, else one made at random and kept in the home folder, readable by its owner only.

    Where there is no database yet nobody is signed in either: a process that only asks leaves nothing behind.
    """
    if key := os.environ.get("MALAQBIQ_SECRET_KEY"):
        return key
    if not HOME.is_dir() or not (DATABASE_FILE.exists() or os.environ.get("MALAQBIQ_DATABASE_URL")):
        return secrets.token_urlsafe(50)
    path = HOME / "secret-key"
    if not path.exists():
        # Written aside and linked into place: of two processes that start at once both read one whole key.
        aside = HOME / f"secret-key.{secrets.token_hex(4)}"
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
        aside.unlink()
    return path.read_text()


def _oidc_secret() -> str:
    """What the office's identity server knows this house by, from a file: no list of processes shows it."""
    path = os.environ.get("MALAQBIQ_OIDC_SECRET_FILE")
    try:
        return Path(path).read_text().strip() if path else ""
    except OSError as error:
        raise ImproperlyConfigured(f"MALAQBIQ_OIDC_SECRET_FILE can't be read: {error}") from error


def _base_url() -> str:
    """Where the public reaches this installation: printed on decrees, so an address that leads nowhere is refused."""
    address = os.environ.get("MALAQBIQ_BASE_URL") or "http://127.0.0.1:8000"
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"MALAQBIQ_BASE_URL must be like https://sdm.example.go.id, not {address}")
    return address.rstrip("/")


def _proxies() -> int:
    told = os.environ.get("MALAQBIQ_PROXIES") or "0"
    if not (told.isascii() and told.isdigit()):
        raise ImproperlyConfigured(f"MALAQBIQ_PROXIES must be a number of proxies, such as 1, not {told}")
    return int(told)


def _database(url: str) -> dict[str, Any]:
    try:
        named: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=CONNECTION_KEPT_S))
    except ValueError as error:
        raise ImproperlyConfigured("MALAQBIQ_DATABASE_URL is not the address of a database") from error
    if named["ENGINE"].rpartition(".")[2] not in {"postgresql", "sqlite3"} or not named["NAME"]:
        raise ImproperlyConfigured("MALAQBIQ_DATABASE_URL must be like postgresql://user:password@host/database")
    return named


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("MALAQBIQ_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BASE_URL = _base_url()
P12 = os.environ.get("MALAQBIQ_P12", "")
P12_PASSWORD_FILE = os.environ.get("MALAQBIQ_P12_PASSWORD_FILE", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "malaqbiq.kernel",
    "malaqbiq.ui",
    "malaqbiq.regulations",
    "malaqbiq.organization",
    "malaqbiq.people",
    "malaqbiq.accounts",
    "malaqbiq.decrees",
    "malaqbiq.service",
    "malaqbiq.pay",
    "malaqbiq.appraisal",
    "malaqbiq.intake",
    "malaqbiq.reports",
    "malaqbiq.appointments",
    "malaqbiq.handover",
    "malaqbiq.home",
    # Below the rooms: theirs are the templates that are taken.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "malaqbiq.config.middleware.language_middleware",
    "malaqbiq.config.middleware.installation_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "malaqbiq.config.middleware.text_middleware",
    "malaqbiq.config.middleware.AudienceMiddleware",
]

ROOT_URLCONF = "malaqbiq.config.urls"
WSGI_APPLICATION = "malaqbiq.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "malaqbiq.ui.shell.shell",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", ["django.template.loaders.app_directories.Loader"])],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]
FORM_RENDERER = "malaqbiq.ui.forms.HouseRenderer"

if url := os.environ.get("MALAQBIQ_DATABASE_URL"):
    DATABASES = {"default": _database(url)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATABASE_FILE),
            "CONN_MAX_AGE": CONNECTION_KEPT_S,
        }
    }

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes the write lock at BEGIN, so two writers wait for each other instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            # KiB for each connection, of which every thread of the server keeps one.
            "PRAGMA cache_size=-16384;"
            # What is deleted is overwritten. Many builds of SQLite do so by themselves, not all.
            "PRAGMA secure_delete=ON;"
            # Else INSERT OR REPLACE would take out a guarded row without its trigger.
            "PRAGMA recursive_triggers=ON;"
        ),
    }

# Throttles must count the same in every server process, on every machine: in the database, which they all share.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        # Beyond that the oldest are thrown away, and with them what an attacker has tried.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]

AUTHENTICATION_BACKENDS = ["malaqbiq.accounts.backends.HouseBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "malaqbiq.accounts.forms.SignInForm"}
ACCOUNT_ADAPTER = "malaqbiq.accounts.adapters.AccountAdapter"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Behind a proxy every reader has the proxy's address: throttles ask its header for the reader's own.
ALLAUTH_TRUSTED_PROXY_COUNT = _proxies()
SOCIALACCOUNT_ADAPTER = "malaqbiq.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_ISSUER = os.environ.get("MALAQBIQ_OIDC_ISSUER", "").rstrip("/")
OIDC_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER))
OIDC_CLAIM = os.environ.get("MALAQBIQ_OIDC_CLAIM", "preferred_username")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "office",
                "name": os.environ.get("MALAQBIQ_OIDC_NAME", "OpenID Connect"),
                "client_id": os.environ.get("MALAQBIQ_OIDC_CLIENT_ID", ""),
                "secret": _oidc_secret(),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}
# The code before is taken too, and the next: telephones go wrong by seconds, and who types is slow (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "malaqbiq.accounts.forms.AddKeyForm",
    "edit_webauthn": "malaqbiq.accounts.forms.EditKeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Malaqbiq"
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Passkeys ask for https; without it browsers offer them on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BASE_URL.startswith("https:")
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# The longest page that is sent at once: names and reasons for the posts of a country's 514 kabupaten and kota.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = os.environ.get("MALAQBIQ_LANGUAGE", "id")
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Makassar"
USE_TZ = True

STATIC_URL = "static/"
# Files are served from the packages that bring them: nothing to collect first.
WHITENOISE_USE_FINDERS = True

# Django by itself tells nobody of an error when DEBUG is off.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https:")
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        # The form that leads to the office's identity server is answered with a redirect there.
        "form-action": ["'self'", *([OIDC_ORIGIN] if OIDC_ISSUER else [])],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
