"""Starting Django for a command, with the settings that the installation has chosen."""

import os


def set_up(settings: str | None = None) -> None:
    """Load Django's apps under `settings`, or the ones in DJANGO_SETTINGS_MODULE, or production."""
    if settings:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedjan_site.settings.production")
    import django

    django.setup()
