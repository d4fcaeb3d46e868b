"""What is asked for as it is stored, and which texts a file has, on plain values."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from kedjan.reflection.service import TextsSought
from kedjan_statistics import loops_where as where

NAMED, UNNAMED = b"\1", b"\0"
PIECE = 17


def stored(sought: TextsSought) -> dict[str, Any]:
    """Return what is asked for as it is stored; empty fields are left out."""
    fields = {
        "assignment": sought.assignment,
        "areas": sought.areas,
        "tags": sought.tags,
        "without": sought.without,
        "emotion": sought.emotion,
        "search": sought.search,
        "where": where.text(sought.where) if sought.where is not None else "",
    }
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items() if value}


def read(fields: Mapping[str, Any]) -> TextsSought:
    """Return what was stored."""
    line = fields.get("where", "")
    return TextsSought(
        assignment=fields.get("assignment"),
        areas=tuple(fields.get("areas", ())),
        tags=tuple(fields.get("tags", ())),
        without=tuple(fields.get("without", ())),
        emotion=tuple(fields.get("emotion", ())),
        search=fields.get("search", ""),
        where=where.parse(line) if line else None,
    )


def themes_in(sought: TextsSought) -> frozenset[str]:
    """Return the themes that are asked for."""
    if sought.where is None:
        return frozenset()
    return frozenset(each.name for each in where.conditions(sought.where) if isinstance(each, where.Code))


def packed(texts: Iterable[tuple[UUID, bool]]) -> bytes:
    """Return which reflections a file has, each with whether it says for which area it was written."""
    return b"".join(loop.bytes + (NAMED if named else UNNAMED) for loop, named in texts)


def unpacked(data: bytes | memoryview) -> Iterator[tuple[UUID, bool]]:
    """Yield what `packed` was given."""
    for at in range(0, len(data), PIECE):
        yield UUID(bytes=bytes(data[at : at + PIECE - 1])), data[at + PIECE - 1] == 1


def still_shown(data: bytes | memoryview, now: Mapping[UUID, str | None]) -> bool:
    """Return whether all in a file may still be read as it stands there; `now` has the area each may be shown with."""
    return all(loop in now and (now[loop] is not None or not named) for loop, named in unpacked(data))
