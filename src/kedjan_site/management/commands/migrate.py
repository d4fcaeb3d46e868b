"""Django's migrate, followed by the guards that the database itself keeps and the table that the throttle counts in."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate

from kedjan_site import guards


class Command(migrate.Command):
    """Migrate, then guard."""

    def handle(self, *args: Any, **options: Any) -> None:
        guards.remove(options["database"])
        try:
            super().handle(*args, **options)
        finally:
            guards.install(options["database"])
        call_command("createcachetable", database=options["database"], verbosity=0)
