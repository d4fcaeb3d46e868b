"""The house as Django knows it."""

from typing import Any

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers what is checked before anything is served, and takes the time of a sign-in by our own clock."""

    name = "kedjan_site"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from kedjan_site import (
            demo_guard,  # noqa: F401  importing it registers the checks
            owned,
        )

        owned.make_passing()
        user_logged_in.disconnect(dispatch_uid="update_last_login")  # Django's own, by the machine's clock
        user_logged_in.connect(came_in, dispatch_uid="kedjan came in")


def came_in(sender: Any, user: Any, **more: Any) -> None:
    """Note that somebody came in, whichever way, by the installation's clock; called by Django."""
    from kedjan.people import service as people
    from kedjan_web import clock

    del sender, more
    user.last_login = clock.now()
    people.came_in(account=user.pk, now=user.last_login)
