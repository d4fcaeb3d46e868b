"""The worker: jobs one after another, and beside them, in a thread, whatever falls due."""

import logging
import threading
from typing import Any

from django.db import close_old_connections
from django_tasks_db.management.commands import db_worker

from kedjan_site import due

EVERY_SECONDS = 15.0


def schedule(stopped: threading.Event) -> None:
    """Run what is due, every fifteen seconds, until `stopped`; one thing that fails does not stop the others."""
    while not stopped.wait(EVERY_SECONDS):
        for name, task in due.TASKS.items():
            close_old_connections()
            try:
                task()
            except Exception:
                logging.getLogger("kedjan.scheduler").exception("%s failed", name)
    close_old_connections()


class Command(db_worker.Command):
    """Do jobs until told to stop, with the scheduler beside."""

    help = "Do jobs, and what falls due, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = threading.Event()
        beside = threading.Thread(target=schedule, args=(stopped,), name="scheduler", daemon=True)
        beside.start()
        try:
            super().handle(*args, **options)
        finally:
            stopped.set()
            beside.join(10)
