"""What the house lends this room: the writing of files, and work done later."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from kedjan.access.service import Actor
from kedjan.extracts.values import Contents

type Told = Callable[[int], None]
"""Told how many per cent are done."""
type Write = Callable[[Actor, Contents, Told], tuple[str, bytes]]
type Start = Callable[[UUID], None]


@dataclass
class House:
    """What was lent."""

    write: Write
    start: Start


_lent: list[House] = []


def wire(*, write: Write, start: Start) -> None:
    """Take what the house lends; done by it, once, when something of it is first needed.

    `write` makes a file's name and bytes of texts, for whoever asked; `start` lets a worker make the extract of an id.
    """
    _lent[:] = [House(write, start)]


def house() -> House:
    """Return what the house lends."""
    if not _lent:
        import_string(settings.KEDJAN_WIRING)()
    return _lent[0]
