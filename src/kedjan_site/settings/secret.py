"""The installation's secret, made once and kept beside its data."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """Return KEDJAN_SECRET, or the secret in `data`, which is made the first time with access for the owner only."""
    given = os.environ.get("KEDJAN_SECRET")
    if given:
        return given
    path = data / "secret"
    data.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as target:
        target.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii")
