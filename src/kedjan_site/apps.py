"""The house as Django knows it."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers what is checked before anything is served."""

    name = "kedjan_site"

    def ready(self) -> None:
        from kedjan_site import demo_guard  # noqa: F401  importing it registers the checks
