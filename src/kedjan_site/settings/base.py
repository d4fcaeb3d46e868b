"""What every installation has in common; production, demo and test build on it."""

import os
from datetime import datetime

from django.utils.csp import CSP

from kedjan_site.settings.database import database
from kedjan_site.settings.places import SOURCE, data_folder
from kedjan_site.settings.refusing import whole_number

DATA = data_folder()

ROOMS = [
    "privacy",
    "access",
    "journal",
    "organisation",
    "people",
    "files",
    "notices",
    "facts",
    "pupils",
    "goals",
    "tasks",
    "evidence",
    "releases",
    "reflection",
    "results",
    "themes",
    "combinations",
    "extracts",
    "actions",
    "improvement",
    "reports",
    "intake",
]
INSTALLED_APPS = [
    *(f"kedjan.{room}" for room in ROOMS if (SOURCE / "kedjan" / room / "models.py").exists()),
    "kedjan_web",
    "allauth",
    "allauth.account",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "kedjan_site",  # last, since it takes over from Django's sign-in what that has begun
]
# The headers come first, so that what those after them refuse (a forged host) carries them too.
MIDDLEWARE = [
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kedjan_web.middleware.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kedjan_web.middleware.Compressed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kedjan_web.language.Chosen",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kedjan_web.middleware.Acting",
    "kedjan_web.middleware.Plain",
]
FORM_RENDERER = "kedjan_web.components.forms.Renderer"
ROOT_URLCONF = "kedjan_site.urls"
WSGI_APPLICATION = "kedjan_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE / "kedjan_web" / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "kedjan_web.context.layout",
                "kedjan_web.sign_in.menu.account",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": database(os.environ.get("KEDJAN_DATABASE", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "OPTIONS": {"id_function": "uuid.uuid4"}}}
# Kept in the database, so that it is the same in every worker and on every server.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kedjan_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

CSRF_FAILURE_VIEW = "kedjan_web.errors.csrf_failed"
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]  # for sessions; people look at passwords
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "sign_in"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "kedjan_site.sign_in.ClosedDoorAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the session at hand goes on; all others end with the old password
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # counted by people, exactly: kedjan/people/throttle.py
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("KEDJAN_PROXIES", 0, most=20)
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3
KEDJAN_ADDRESS = os.environ.get("KEDJAN_ADDRESS", "")  # as people write it: https://kedjan.example.se
KEDJAN_CONTACT = os.environ.get("KEDJAN_CONTACT", "")  # whom to write to about faults and barriers
# Identity providers are asked at public addresses over TLS; those inside the network are named here, by their hosts.
KEDJAN_INSIDE_HOSTS = [host for host in os.environ.get("KEDJAN_INSIDE_HOSTS", "").split(",") if host]
KEDJAN_INSIDE_PLAIN = False
KEDJAN_SAML_KEY = os.environ.get("KEDJAN_SAML_KEY", "") or DATA / "saml.pem"  # several servers share one

SESSION_COOKIE_NAME = "kedjan_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 10
CSRF_COOKIE_NAME = "kedjan_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "kedjan_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = DATA / "passing"  # made when an installation begins: kedjan_site/owned.py
FILE_UPLOAD_HANDLERS = [
    "kedjan_web.uploads.WithinReason",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "kedjan_web" / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [SOURCE / "kedjan_web" / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
KEDJAN_FILES = DATA / "files"
KEDJAN_FACTS = DATA / "facts"
KEDJAN_CLOCK: datetime | None = None
KEDJAN_DEMO = False
KEDJAN_WIRING = "kedjan_site.wiring.wire"  # called when a room first needs what another lends it

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": os.environ.get("KEDJAN_MAIL_HOST", "localhost"),
            "port": whole_number("KEDJAN_MAIL_PORT", 25, most=65535),
        },
    }
}
DEFAULT_FROM_EMAIL = os.environ.get("KEDJAN_MAIL_FROM", "kedjan@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
