"""What the house lends this room: the words of the report's language, the writing of files, and work done later."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from kedjan.evidence.service import Number, Part, Words, plain
from kedjan.reports.values import Format, Report

type Say = Callable[[str, Mapping[str, Any]], str]
type Write = Callable[[Report, Format, bytes | None, str], bytes]
type Speak = Callable[[], AbstractContextManager[None]]
type Start = Callable[[UUID], None]


@dataclass
class House:
    """What was lent."""

    say: Say
    speak: Speak
    write: Write
    start: Start


_lent: list[House] = []


def wire(*, say: Say, speak: Speak, write: Write, start: Start) -> None:
    """Take what the house lends; done by it, once, when something of it is first needed.

    `say` gives a message id its words in the language of reports, and other rooms' words are in it within `speak`.
    `write` makes a file's bytes of a report, and `start` lets a worker make the export with that id.
    """
    _lent[:] = [House(say, speak, write, start)]


def house() -> House:
    """Return what the house lends."""
    if not _lent:
        import_string(settings.KEDJAN_WIRING)()
    return _lent[0]


def noop(message: str) -> str:
    """Mark a message id as one to be translated; it is said later."""
    return message


def said(message: str, **values: Any) -> str:
    """Return a message in the language of reports."""
    return house().say(message, values)


def told(part: Part) -> str:
    """Return what evidence keeps in parts in the language of reports."""
    if isinstance(part, Words):
        values = {name: told(each) if isinstance(each, Words | Number) else each for name, each in part.values.items()}
        return said(part.message, **values)
    return plain(part)


def spoken() -> AbstractContextManager[None]:
    """Let other rooms answer in the language of reports, whoever asks, until the block ends."""
    return house().speak()


def written(report: Report, format: Format, template: bytes | None, settler: str) -> bytes:
    """Return the report as a file's bytes; `settler` is what whoever settled it is called, empty for a draft."""
    return house().write(report, format, template, settler)


def started(export: UUID) -> None:
    """Let a worker know."""
    house().start(export)
