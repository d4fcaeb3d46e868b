"""The house as Django knows it."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers what is checked before anything is served, and ties the rooms together."""

    name = "kedjan_site"

    def ready(self) -> None:
        from kedjan_site import demo_guard, wiring  # noqa: F401  importing demo_guard registers the checks

        wiring.wire()
