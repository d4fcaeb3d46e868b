"""What workers do: each job has its owner's rights, may be run again, and holds up no page."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.tasks import task
from django.utils import timezone

from kedjan.reports import service as reports
from kedjan_web import clock


@task()
def write_report_file(export: str) -> bool:
    """Write a report as the file somebody asked for; return whether it was done here."""
    return reports.make_export(id=UUID(hex=export), now=clock.now(), moment=timezone.now())


def start_report_file(export: UUID) -> None:
    """Let a worker write the file."""
    write_report_file.enqueue(export=export.hex)


def run_left_reports() -> int:
    """Write the files that no worker has begun, and those that one left half done; return how many."""
    waited = timedelta(seconds=0 if settings.KEDJAN_CLOCK else 30)
    return reports.run_due_exports(now=clock.now(), moment=timezone.now(), waited=waited)


def forget_report_files() -> int:
    """Remove files asked for more than ninety days ago."""
    return reports.forget_exports(now=clock.now())
