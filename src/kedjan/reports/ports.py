"""What the house lends this room: the words of the report's language, the writing of files, and work done later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kedjan.reports.values import Format, Report

type Say = Callable[[str, Mapping[str, Any]], str]
type Write = Callable[[Report, Format, bytes | None], bytes]
type Start = Callable[[UUID], None]


def _as_it_is(message: str, values: Mapping[str, Any]) -> str:
    return message % values if values else message


@dataclass
class _House:
    say: Say = _as_it_is
    write: Write | None = None
    start: Start | None = None


_house = _House()


def wire(*, say: Say, write: Write, start: Start) -> None:
    """Take what the house lends; done once at start.

    `say` gives a message id its words in the language of reports, `write` makes a file's bytes of a report,
    and `start` lets a worker make the export with that id.
    """
    _house.say, _house.write, _house.start = say, write, start


def noop(message: str) -> str:
    """Mark a message id as one to be translated; it is said later."""
    return message


def said(message: str, **values: Any) -> str:
    """Return a message in the language of reports."""
    return _house.say(message, values)


def written(report: Report, format: Format, template: bytes | None) -> bytes:
    """Return the report as a file's bytes."""
    if _house.write is None:
        raise RuntimeError("nothing is wired to write reports with")
    return _house.write(report, format, template)


def started(export: UUID) -> None:
    """Let a worker know; without one the scheduler finds the export by itself."""
    if _house.start is not None:
        _house.start(export)
