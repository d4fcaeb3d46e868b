"""What is done before serving: migrate, compile words, gather static files; skipped when nothing has changed."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, run_checks
from django.core.management import call_command

from kedjan_site import owned, ready
from kedjan_site.beginning import holds_nothing
from kedjan_site.command.translations import compile_all


def begun() -> list[str]:
    """Make an installation that has never been started ready for its first command; return what stands in the way."""
    return prepare() if holds_nothing() else []


def prepare() -> list[str]:
    """Make the installation ready to serve; return what stands in the way, in words."""
    owned.close_to_others()
    problems = [str(found) for found in run_checks(include_deployment_checks=False) if isinstance(found, Error)]
    if problems:
        return problems
    if ready.changed(Path(settings.DATA)) or holds_nothing():
        compile_all()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        ready.remember(Path(settings.DATA))
    erased_again()
    return []


def erased_again() -> None:
    """Erase anew those whom rows put back from elsewhere have brought back."""
    from kedjan_site import erasures
    from kedjan_web import clock

    erasures.replay(now=clock.now())
