"""The suite: the demo's clock and cast, a database of its own, mail kept in memory, passwords hashed fast."""

import os
import tempfile
from pathlib import Path

from kedjan_site.settings import base
from kedjan_site.settings.base import *  # noqa: F403  the one place where settings are built on settings
from kedjan_site.settings.database import database
from kedjan_site.settings.demo import KEDJAN_CLOCK  # noqa: F401  the demo's clock is the suite's

DATA = Path(tempfile.mkdtemp(prefix="kedjan-test-"))
SECRET_KEY = "only for tests"  # noqa: S105  no installation uses this file
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": database(os.environ.get("KEDJAN_TEST_DATABASE", ""), DATA)}
if not os.environ.get("KEDJAN_TEST_DATABASE"):
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
KEDJAN_FILES = DATA / "files"
KEDJAN_FACTS = DATA / "facts"
FILE_UPLOAD_TEMP_DIR = DATA / "passing"
KEDJAN_DEMO = True
KEDJAN_INSIDE_HOSTS = ["localhost", "127.0.0.1"]
KEDJAN_INSIDE_PLAIN = True
KEDJAN_SAML_KEY = DATA / "saml.pem"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": KEDJAN_FILES}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in base.MIDDLEWARE if "whitenoise" not in name]
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
