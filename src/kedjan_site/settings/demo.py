"""The demo municipality on this machine only: its own data folder, its own clock, sign-in with one click."""

import os
from datetime import datetime
from zoneinfo import ZoneInfo

from kedjan_site.settings import base
from kedjan_site.settings.base import *  # noqa: F403  the one place where settings are built on settings
from kedjan_site.settings.database import database
from kedjan_site.settings.places import demo_folder
from kedjan_site.settings.secret import secret_key

DATA = demo_folder()
SECRET_KEY = secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = {"default": database(os.environ.get("KEDJAN_DEMO_DATABASE", ""), DATA)}
STATIC_ROOT = DATA / "static"
KEDJAN_FILES = DATA / "files"
KEDJAN_FACTS = DATA / "facts"
FILE_UPLOAD_TEMP_DIR = DATA / "passing"
STORAGES = {
    **base.STORAGES,
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": KEDJAN_FILES}},
}
STOCKHOLM = ZoneInfo("Europe/Stockholm")
KEDJAN_CLOCK = datetime(2026, 11, 16, 7, 40, tzinfo=STOCKHOLM)
if moved := os.environ.get("KEDJAN_DEMO_CLOCK"):
    # A demo, or a test, at another moment: 2027-03-01T08:00.
    KEDJAN_CLOCK = datetime.fromisoformat(moved).replace(tzinfo=STOCKHOLM)
KEDJAN_DEMO = True
KEDJAN_SAML_KEY = DATA / "saml.pem"
KEDJAN_INSIDE_PLAIN = True  # an identity provider tried on this machine has no certificate; its host is still named
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(DATA / "mail")},
    }
}
