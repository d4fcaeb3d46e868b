"""Keeps the demo's open door out of real installations: by the settings, and by what the database holds."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from kedjan.organisation import service as organisation

MADE_UP_SETTINGS = {"kedjan_site.settings.demo", "kedjan_site.settings.test"}


@register()
def demo_only_where_it_belongs(app_configs: Any, **options: Any) -> list[CheckMessage]:  # noqa: ARG001  as Django calls it
    """Refuse one-click sign-in under other settings than the demo's and the suite's."""
    if settings.KEDJAN_DEMO and settings.SETTINGS_MODULE not in MADE_UP_SETTINGS:
        hint = "Remove KEDJAN_DEMO from the settings; `kedjan demo` has settings of its own."
        return [Error("One-click sign-in is switched on outside the demo.", hint=hint, id="kedjan.E001")]
    return []


@register()
def no_made_up_data(app_configs: Any, **options: Any) -> list[CheckMessage]:  # noqa: ARG001  as Django calls it
    """Refuse a real installation on a database that holds a made-up municipality."""
    names = made_up_providers()
    if names and not settings.KEDJAN_DEMO:
        hint = "Give the installation a database of its own (KEDJAN_DATABASE), or serve this one by `kedjan demo`."
        message = f"The database holds made-up municipalities: {', '.join(names)}."
        return [Error(message, hint=hint, id="kedjan.E002")]
    return []


def refuse_made_up_data() -> None:
    """Stop a server that is started without the checks, for the reasons the checks give."""
    problems = [*demo_only_where_it_belongs(None), *no_made_up_data(None)]
    if problems:
        raise ImproperlyConfigured("\n".join(str(problem) for problem in problems))


def made_up_providers() -> tuple[str, ...]:
    """Return the names of providers marked as made up; none where there is no database to look in yet."""
    try:
        return tuple(provider.name for provider in organisation.providers() if provider.demo)
    except DatabaseError:
        return ()
