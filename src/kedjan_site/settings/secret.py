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
    if not path.exists():
        made = data / f".secret-{secrets.token_hex(8)}"
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as target:
            target.write(secrets.token_urlsafe(64))
        try:
            path.hardlink_to(made)  # whole, or not at all: of two first starts at once, one wins and both read it
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text(encoding="ascii")
