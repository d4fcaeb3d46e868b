"""Secrets kept so that a copy of the database alone does not tell them: sealed with the installation's own secret."""

import base64
import os
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils.encoding import force_bytes

from kedjan.access.service import Refused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FIRST = "1:"


def sealed(text: str, *, owner: UUID) -> str:
    """Return a secret sealed for one row; moved to another row it cannot be opened. An empty one stays empty."""
    if not text:
        return ""
    nonce = os.urandom(12)
    box = _box(settings.SECRET_KEY).encrypt(nonce, text.encode(), owner.bytes)
    return _FIRST + base64.b64encode(nonce + box).decode()


def unsealed(kept: str, *, owner: UUID) -> str:
    """Return a sealed secret; refused where the installation's secret is no longer the one that it was sealed with."""
    from cryptography.exceptions import InvalidTag

    if not kept:
        return ""
    whole = base64.b64decode(kept.removeprefix(_FIRST))
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _box(key).decrypt(whole[:12], whole[12:], owner.bytes).decode()
        except InvalidTag:
            continue
    raise Refused("The secret was kept under another installation's key. Write it again.")


def _box(key: str | bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), 32, salt=None, info=b"kedjan.people.sealing").derive(force_bytes(key))
    return AESGCM(derived)
