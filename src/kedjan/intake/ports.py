"""What the house lends: letting a worker go on with a file, or fetch what a connection gives."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class House:
    """What was lent."""

    start: Callable[[UUID], None]
    fetch: Callable[[UUID], None]


_lent: list[House] = []


def wire(*, start: Callable[[UUID], None], fetch: Callable[[UUID], None]) -> None:
    """Lend what lets a worker read a delivery, or fetch; done by the house, once, when something of it is needed."""
    _lent[:] = [House(start, fetch)]


def house() -> House:
    """Return what was lent."""
    if not _lent:
        import_string(settings.KEDJAN_WIRING)()
    return _lent[0]
