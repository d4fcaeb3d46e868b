"""Django's migrate, then the guards and indexes the database itself keeps, and the table the throttle counts in."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate

from kedjan_site import guards, search_index
from kedjan_site.beginning import begin, holds_nothing


class Command(migrate.Command):
    """Migrate, then guard; what holds nothing begins with the tables as they are."""

    def handle(self, *args: Any, **options: Any) -> None:
        whole = not (options["app_label"] or options["plan"] or options["check_unapplied"] or options["fake"])
        if whole and holds_nothing(options["database"]):
            begin(options["database"])
        guards.remove(options["database"])
        try:
            super().handle(*args, **options)
        finally:
            guards.install(options["database"])
            search_index.install(options["database"])
        call_command("createcachetable", database=options["database"], verbosity=0)
