"""Web, worker and scheduler under one roof."""

import argparse
import subprocess
import sys

from kedjan_site.listening import port, processes, refused
from kedjan_site.setup import set_up
from kedjan_site.supervisor import supervise


def run(argv: list[str]) -> int:
    """Migrate, compile words, gather static files, and serve until stopped."""
    parser = argparse.ArgumentParser(prog="kedjan serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=port, default=8000)
    parser.add_argument("--workers", type=processes, default=2, help="web processes (default 2)")
    parser.add_argument("--only-prepare", action="store_true", help="make ready and stop")
    chosen = parser.parse_args(argv)
    if chosen.only_prepare:
        return prepared()
    if taken := refused(chosen.host, chosen.port):
        print(f"kedjan serve: {taken}", file=sys.stderr)
        return 2
    # A process of its own makes ready, so that the one that stays holds nothing it does not need.
    made_ready = subprocess.run([sys.executable, "-m", "kedjan_site.command", "serve", "--only-prepare"], check=False)
    if made_ready.returncode:
        return made_ready.returncode
    print(f"Kedjan: serving at http://{chosen.host}:{chosen.port}/", file=sys.stderr)
    return supervise(chosen.host, chosen.port, chosen.workers)


def prepared() -> int:
    """Make the installation ready; print what stands in the way."""
    set_up()
    from kedjan_site.starting import prepare

    problems = prepare()
    print("\n".join(problems), end="\n" if problems else "", file=sys.stderr)
    return 2 if problems else 0
