"""The operational database: SQLite by default, PostgreSQL where several servers share it."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kedjan_site.settings.refusing import NotASetting

KEPT_FOR = 600
"""Seconds that a connection is used before it is opened anew."""


def database(address: str, data: Path) -> dict[str, Any]:
    """Return settings for `address`: empty (SQLite in `data`), `sqlite:PATH` or `postgresql://...`; else refused."""
    if not address:
        data.mkdir(parents=True, exist_ok=True)
        return sqlite(data / "kedjan.sqlite3")
    if address.startswith("sqlite:"):
        return sqlite(Path(address.removeprefix("sqlite:")))
    if address.startswith(("postgresql://", "postgres://")):
        return postgresql(address)
    raise NotASetting("KEDJAN_DATABASE should be sqlite:PATH or postgresql://NAME:PASSWORD@HOST/DATABASE")


def sqlite(path: Path) -> dict[str, Any]:
    """Return settings under which an acknowledged write is on disk and writers queue instead of failing.

    Each thread keeps its connection for a while: to open the file and close it again for each page takes longer than
    everything else on a small one. Whether the file is still the same is looked at for each page.
    """
    return {
        "ENGINE": "kedjan_site.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        "CONN_MAX_AGE": KEPT_FOR,
        "CONN_HEALTH_CHECKS": True,
    }


def postgresql(address: str) -> dict[str, Any]:
    """Return settings for a PostgreSQL address; `?host=/folder` names a socket."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "kedjan",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"connect_timeout": 10, **query},
        "CONN_MAX_AGE": KEPT_FOR,
        "CONN_HEALTH_CHECKS": True,
    }
