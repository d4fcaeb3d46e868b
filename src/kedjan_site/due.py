"""What the scheduler does: each task finds out by itself whether anything is due, and is safe to run twice."""

import time
from collections.abc import Callable
from datetime import date

from django.core.management import call_command
from django.utils import timezone

from kedjan.access.service import Role
from kedjan.facts import service as facts
from kedjan.files import service as files
from kedjan.intake import service as intake
from kedjan.journal import service as journal
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan_site import jobs, owned
from kedjan_web import clock


def forget_old_jobs() -> None:
    """Remove the rows of jobs that ended over two weeks ago."""
    call_command("prune_db_task_results", min_age_days=14, failed_min_age_days=30, verbosity=0)


def forget_old_sessions() -> None:
    """Remove sessions that have ended."""
    call_command("clearsessions", verbosity=0)


def forget_old_happenings() -> None:
    """Remove what the journal has held for two years, as it says it does."""
    journal.forget_old(now=clock.now())


def forget_old_tries() -> None:
    """Remove counts of wrong passwords that are over."""
    people.forget_old_tries(moment=timezone.now())


def forget_old_seats() -> None:
    """Remove what ties sessions that ended long ago to those at identity providers."""
    people.forget_old_seats(now=clock.now())


def forget_staff_files() -> None:
    """Empty files of staff that nobody decided on."""
    people.forget_staff_files(now=clock.now())


def finish_erasures() -> None:
    """Go on with what a crash interrupted of the erasure of a person."""

    people.finish_erasures(now=clock.now())


def deliver_notices() -> None:
    """Send the letters that are due."""
    from kedjan_web.start.letters import deliver_due

    deliver_due.call()


def tell_readers() -> None:
    """Put it in the week's digest of each reader that reflections wait."""
    from kedjan.reflection import service as reflection

    for provider in organisation.providers():
        reflection.tell_readers(by=people.system_actor(provider=provider.id), now=clock.now())


def follow_recipients() -> None:
    """Let recipients of rounds join and leave by their duties, and put in the week's summary what is asked of whom."""
    from kedjan.actions import service as actions
    from kedjan.improvement import service as improvement
    from kedjan.reflection import service as reflection

    for provider in organisation.providers():
        by = people.system_actor(provider=provider.id, role=Role.INQUIRY_LEADER)
        reflection.apply_all_rules(by=by, now=clock.now())
        reflection.remind(by=by, now=clock.now())
        reflection.invite_to_evaluate(by=by, now=clock.now())
        improvement.tell_deciders(by=by, now=clock.now())
        actions.tell_responsible(by=by, now=clock.now())
        actions.tell_leaders(by=by, now=clock.now())


class Hourly:
    """A task that is done once an hour in each process, not at every turn; and at the next turn where it failed."""

    def __init__(self, task: Callable[[], object]) -> None:
        self.task = task
        self.rests_until = 0.0

    def __call__(self) -> None:
        if time.monotonic() >= self.rests_until:
            self.task()
            self.rests_until = time.monotonic() + 3600


def sweep_files() -> None:
    """Remove the bytes that a crash left without a row."""
    files.sweep(now=timezone.now())
    facts.sweep(now=timezone.now())
    owned.sweep(now=timezone.now())


def forget_files_not_decided_on() -> None:
    """Empty files of pupils' results that nobody decided on."""
    intake.forget_waiting(now=clock.now())


def fetch_at_night() -> None:
    """Ask for what has changed in the school systems that are fetched from at night."""
    intake.fetch_nightly(now=clock.now())


def dispose_of_what_is_over() -> None:
    """Remove, once a day, what has been kept as long as its declarations say."""
    from kedjan_site import retention

    today = people.day_of(clock.now())
    if _disposed_on == [today]:
        return
    retention.dispose(now=clock.now())
    _disposed_on[:] = [today]


_disposed_on: list[date] = []
"""The day on which this process last did it; another process that does it again finds nothing to do."""

TASKS: dict[str, Callable[[], object]] = {
    "follow recipients": Hourly(follow_recipients),
    "deliver notices": deliver_notices,
    "dispose of what is over": dispose_of_what_is_over,
    "finish erasures": finish_erasures,
    "forget files not decided on": forget_files_not_decided_on,
    "read files left half done": jobs.read_left_files,
    "fetch at night": fetch_at_night,
    "fetch what was left half fetched": jobs.run_left_fetches,
    "forget old jobs": forget_old_jobs,
    "forget old happenings": forget_old_happenings,
    "forget old sessions": forget_old_sessions,
    "forget old seats": forget_old_seats,
    "forget old tries": forget_old_tries,
    "forget staff files": forget_staff_files,
    "sweep files": sweep_files,
    "tell readers": tell_readers,
    "judge sharings left half done": jobs.run_left_sharings,
    "forget old sharings": jobs.forget_sharings,
    "write report files left half done": jobs.run_left_reports,
    "forget old report files": jobs.forget_report_files,
    "write files of texts left half done": jobs.run_left_texts,
    "forget old files of texts": jobs.forget_text_files,
}
