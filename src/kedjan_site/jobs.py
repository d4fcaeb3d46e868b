"""What workers do: each job has its owner's rights, may be run again, and holds up no page."""

import time
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.tasks import task
from django.utils import timezone

from kedjan.extracts import service as extracts
from kedjan.intake import service as intake
from kedjan.reports import service as reports
from kedjan.results import service as results
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
    return reports.run_due_exports(now=clock.now(), moment=timezone.now(), waited=_waited())


def forget_report_files() -> int:
    """Remove files asked for more than ninety days ago."""
    return reports.forget_exports(now=clock.now())


@task()
def write_text_file(extract: str) -> bool:
    """Write texts as the file somebody asked for; return whether it was done here."""
    return extracts.make_extract(id=UUID(hex=extract), now=clock.now(), moment=timezone.now())


def start_text_file(extract: UUID) -> None:
    """Let a worker write the file."""
    write_text_file.enqueue(extract=extract.hex)


def run_left_texts() -> int:
    """Write the files of texts that no worker has begun, and those that one left half done; return how many."""
    return extracts.run_due_extracts(now=clock.now(), moment=timezone.now(), waited=_waited())


def forget_text_files() -> int:
    """Remove files of texts asked for more than two weeks ago."""
    return extracts.forget_extracts(now=clock.now())


@task()
def read_delivered_file(delivery: str) -> bool:
    """Read a file with pupils' results into its ledger; return whether it was done here."""
    return intake.read_delivery(id=UUID(hex=delivery), now=clock.now(), moment=timezone.now())


def start_reading_file(delivery: UUID) -> None:
    """Let a worker read the file."""
    read_delivered_file.enqueue(delivery=delivery.hex)


def read_left_files() -> int:
    """Read the files that no worker has begun, and those that one left half read; return how many."""
    return intake.read_left(now=clock.now(), moment=timezone.now(), waited=_waited())


@task()
def fetch_results(fetch: str) -> bool:
    """Fetch what a connection to a school system gives; return whether it was done here."""
    return intake.run_fetch(id=UUID(hex=fetch), now=clock.now(), clock=timezone.now, sleep=time.sleep)


def start_fetching(fetch: UUID) -> None:
    """Let a worker fetch."""
    fetch_results.enqueue(fetch=fetch.hex)


def run_left_fetches() -> int:
    """Fetch what no worker has begun, and what one left half done; return how many."""
    return intake.run_left_fetches(now=clock.now(), waited=_waited(), clock=timezone.now, sleep=time.sleep)


@task()
def judge_sharing(sharing: str) -> bool:
    """Judge what somebody asked to share of pupils' results, and give it out; return whether it was, here."""
    return results.carried_out(UUID(hex=sharing), now=clock.now(), clock=timezone.now)


def start_sharing(sharing: UUID) -> None:
    """Let a worker judge it."""
    judge_sharing.enqueue(sharing=sharing.hex)


def run_left_sharings() -> int:
    """Judge the sharings that no worker has begun, and those that one left half judged; return how many were shared."""
    return results.carry_out_left(now=clock.now(), waited=_waited(), clock=timezone.now)


def forget_sharings() -> int:
    """Remove what was asked to be shared more than two weeks ago."""
    return results.forget_sharings(now=clock.now())


def _waited() -> timedelta:
    return timedelta(seconds=0 if settings.KEDJAN_CLOCK else 30)
