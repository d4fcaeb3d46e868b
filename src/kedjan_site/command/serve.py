"""Web, worker and scheduler under one roof."""

import argparse
import os
import sys

from kedjan_site.setup import set_up


def run(argv: list[str]) -> int:
    """Migrate, compile words, gather static files, and serve until stopped."""
    parser = argparse.ArgumentParser(prog="kedjan serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="web processes (default 2)")
    chosen = parser.parse_args(argv)
    set_up()
    from kedjan_site.starting import prepare

    problems = prepare()
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 2
    from django.db import connections

    connections.close_all()
    from kedjan_site.supervisor import supervise

    print(f"Kedjan: serving at http://{chosen.host}:{chosen.port}/", file=sys.stderr)
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    return supervise(chosen.host, chosen.port, chosen.workers)
