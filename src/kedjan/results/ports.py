"""What the house lends this room: what an erasure needs of rooms above and beside, and work done later."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass
class House:
    """What was lent."""

    note: Callable[[UUID, UUID], None]
    forget: Callable[..., int]
    start: Callable[[UUID], None]


_lent: list[House] = []


def wire(*, note: Callable[[UUID, UUID], None], forget: Callable[..., int], start: Callable[[UUID], None]) -> None:
    """Take what the house lends; done by it, once, when something of it is first needed.

    `note` notes a provider's and an erased pupil's id where no backup put back reaches; `forget` forgets what waits to
    be read in of pupils, by their numbers and keys; `start` lets a worker carry a sharing out.
    """
    _lent[:] = [House(note, forget, start)]


def house() -> House:
    """Return what was lent."""
    if not _lent:
        import_string(settings.KEDJAN_WIRING)()
    return _lent[0]
