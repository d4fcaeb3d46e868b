"""A process of the web server that lets those with less to do be first."""

import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

WAITS = 0.001
"""Seconds for each request that the process answers: longer than an idle one takes to answer the door."""


class Considerate(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Takes a request at once when it has nothing to do, and else waits a little for another process to take it.

    All are woken by each request. Without this one of them takes twice as many as another, and its requests wait for
    each other while there is processor to spare. It waits no longer for lines that are held open and say nothing:
    nobody closes the door by holding many.
    """

    def accept(self, listener: Any) -> None:
        """Take a request, if nobody else has."""
        if self.nr_conns:
            time.sleep(WAITS * min(self.nr_conns, self.cfg.threads))
        super().accept(listener)
