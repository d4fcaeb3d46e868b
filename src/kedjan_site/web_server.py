"""The web server's own settings: gunicorn reads this module."""

import threading
from typing import Any

worker_class = "gthread"
threads = 4
preload_app = True
max_requests = 20_000
max_requests_jitter = 2_000
graceful_timeout = 20
loglevel = "warning"


def post_worker_init(worker: Any) -> None:
    """Let a new process make ready to count while it already answers: the first table is then as fast as the next."""
    del worker
    from kedjan.reflection import service as reflection

    threading.Thread(target=reflection.warm_up, name="warm-up", daemon=True).start()
