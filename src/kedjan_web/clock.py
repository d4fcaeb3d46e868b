"""The pages' clock: the installation's time, fixed in the demo."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the setting's time where it stands still, else the machine's."""
    fixed: datetime | None = settings.KEDJAN_CLOCK
    return fixed or timezone.now()
