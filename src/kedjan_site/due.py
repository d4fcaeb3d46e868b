"""What the scheduler does: each task finds out by itself whether anything is due, and is safe to run twice."""

from collections.abc import Callable

from django.core.management import call_command


def forget_old_jobs() -> None:
    """Remove the rows of jobs that ended over two weeks ago."""
    call_command("prune_db_task_results", min_age_days=14, failed_min_age_days=30, verbosity=0)


def forget_old_sessions() -> None:
    """Remove sessions that have ended."""
    call_command("clearsessions", verbosity=0)


TASKS: dict[str, Callable[[], object]] = {
    "forget old jobs": forget_old_jobs,
    "forget old sessions": forget_old_sessions,
}
