"""A real installation: HTTPS, secure cookies, named hosts."""

import os

from kedjan_site.settings.base import *  # noqa: F403  the one place where settings are built on settings
from kedjan_site.settings.base import DATA
from kedjan_site.settings.secret import secret_key

SECRET_KEY = secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("KEDJAN_HOSTS", "").split(",") if host]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-kedjan_session"
CSRF_COOKIE_NAME = "__Host-kedjan_csrf"
