"""The installation's own key for SAML: made once, kept beside its data, with access for the owner only."""

import os
import secrets
from pathlib import Path

from django.conf import settings

from kedjan_formats import saml

_CERTIFICATE = "-----BEGIN CERTIFICATE-----"


def own_key() -> tuple[str, str]:
    """Return key and certificate, as PEM; they are made the first time that they are asked for."""
    path = Path(settings.KEDJAN_SAML_KEY)
    if not path.exists():
        _make(path)
    key, begins, certificate = path.read_text(encoding="ascii").partition(_CERTIFICATE)
    return key, begins + certificate


def _make(path: Path) -> None:
    """Write both to one file, whole or not at all: of two who make it at once, one wins and both read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.parent / f".{path.name}-{secrets.token_hex(8)}"
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as target:
        target.write("".join(saml.new_key()))
    try:
        path.hardlink_to(made)
    except FileExistsError:
        pass
    finally:
        made.unlink()
