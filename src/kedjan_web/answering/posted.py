"""What an open page sends: what is written, under which key, from which versions."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict

from kedjan.access.service import Refused
from kedjan.reflection.service import Written
from kedjan_web.answering.forms import NOT_SAID


@dataclass(frozen=True, slots=True)
class Posted:
    """A form that was sent here, before the room has judged it."""

    area: UUID
    key: UUID
    seen: int
    sent: int
    writer: UUID
    written: Written

    def as_draft(self) -> dict[str, Any]:
        """Return it as keeping wants it."""
        return {
            "area": self.area,
            "key": self.key,
            "seen": self.seen,
            "writer": self.writer,
            "written": self.written,
        }

    def as_sent(self) -> dict[str, Any]:
        """Return it as sending wants it."""
        return {**self.as_draft(), "sent": self.sent}


def posted(given: QueryDict) -> Posted:
    """Return what the form holds; a form that no page here makes is refused."""
    try:
        emotion = given.get("emotion") or NOT_SAID
        return Posted(
            UUID(one(given, "area")),
            UUID(one(given, "key")),
            number(one(given, "seen")),
            number(one(given, "sent")),
            UUID(one(given, "writer")),
            Written(
                one(given, "text"),
                tuple(number(str(place)) for place in given.getlist("tags")),
                None if emotion == NOT_SAID else number(emotion, signed=True),
                given.get("action_short", ""),
                given.get("action_long", ""),
            ),
        )
    except (KeyError, ValueError):
        raise Refused("The form could not be understood. Open the page again.") from None


def one(given: QueryDict, name: str) -> str:
    """Return a field that every form has."""
    return str(given[name])


def number(text: str, *, signed: bool = False) -> int:
    """Return a short whole number in plain digits."""
    digits = text.removeprefix("-") if signed else text
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise ValueError(text)
    return int(text)
