"""The scheduler: what is due, again and again, in one process."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from kedjan_site import due

EVERY_SECONDS = 15.0


class Command(BaseCommand):
    """Run what is due until told to stop; one thing that fails does not stop the others."""

    help = "Run what is due, every fifteen seconds, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stopped.set())
        signal.signal(signal.SIGINT, lambda *_: stopped.set())
        while not stopped.wait(EVERY_SECONDS):
            close_old_connections()
            for name, task in due.TASKS.items():
                try:
                    task()
                except Exception:
                    logging.getLogger("kedjan.scheduler").exception("%s failed", name)
