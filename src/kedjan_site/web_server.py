"""The web server's own settings: gunicorn reads this module.

A new house answers before it has read more than its first page needs. When it has been up for a while the process that
forks reads the rest and puts new processes in place of the first, so that all of them share what they have read.
"""

import gc
import os
import signal
import threading
from typing import Any

worker_class = "kedjan_site.web_process.Considerate"
threads = 4
preload_app = True
max_requests = 20_000
max_requests_jitter = 2_000
graceful_timeout = 20
keepalive = 0
"""Each request is taken by the process that is free. A kept line stays with whichever took it: six with one and two
with the other, and those six wait for each other. The web server before this one keeps the lines to browsers."""
loglevel = "warning"
control_socket_disable = True
"""Nobody talks to the server but by signals, and a thread beside would be forked along."""

SETTLES_AFTER = 3

# Processes answer side by side already: threads in each of them for one product wait for each other, and use as much
# of the processor while they wait as the counting itself.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


ASKED_TO_END = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}


def when_ready(server: Any) -> None:
    """Ask for a change of processes when the first pages have been answered; share what is read until then."""
    del server
    gc.freeze()
    os.register_at_fork(after_in_parent=hear)
    signal.signal(signal.SIGALRM, lambda signum, frame: os.kill(os.getpid(), signal.SIGHUP))  # noqa: ARG005  as signals call
    signal.alarm(SETTLES_AFTER)


def on_reload(server: Any) -> None:
    """Read everything, for the processes that are forked next."""
    del server
    gc.disable()
    read_everything()
    gc.freeze()
    gc.enable()


def read_everything() -> None:
    """Import all that pages use; nothing is opened and no thread started, for those are not forked.

    PyArrow and DuckDB are not among it: PyArrow starts a thread when it is read.
    """
    import ibis.backends.sql.compilers.duckdb
    import numpy  # noqa: F401
    import scipy.sparse
    import scipy.special

    from kedjan_site import wiring
    from kedjan_web.later import read_all

    del ibis, scipy
    read_all()
    wiring.wire()


def pre_fork(server: Any, worker: Any) -> None:
    """Let a word that it is time to end wait until the new process can hear it.

    Until then the process has its parent's ears, which would write the word down where nobody reads it, and the parent
    would wait its whole patience for it to end.
    """
    del server, worker
    signal.pthread_sigmask(signal.SIG_BLOCK, ASKED_TO_END)


def hear() -> None:
    """Hear again that it is time to end."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKED_TO_END)


def post_worker_init(worker: Any) -> None:
    """Let a process make ready to count while it already answers: the first table is then as fast as the next."""
    hear()
    if worker.age <= worker.cfg.workers:
        return  # one of the first, which are soon replaced
    from kedjan.reflection import service as reflection

    threading.Thread(target=reflection.warm_up, name="warm-up", daemon=True).start()
