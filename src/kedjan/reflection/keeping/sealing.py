"""What is kept of the key of a respondent who has been erased."""

from uuid import UUID

from django.utils.crypto import salted_hmac


def erased_key(round: UUID, key: str) -> str:
    """Return what is kept of an erased respondent's key: enough to know the key again in a later file, and no more."""
    return "erased:" + salted_hmac("kedjan.reflection.erased", f"{round.hex}:{key}", algorithm="sha256").hexdigest()
