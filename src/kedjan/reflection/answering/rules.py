"""Decisions on plain values: may it be answered today, is it whole, what is kept, what to point out gently."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kedjan.reflection.answering.values import Fault, OwnState, Window, Written
from kedjan.reflection.rules import noop
from kedjan.reflection.values import Family, Tag

LONGEST = 20_000
LONGEST_ACTION = 5_000
LONGEST_KEPT = 200_000
"""So long a text is still kept as a draft, so that whoever pastes too much loses nothing."""

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no keyboard writes, and that files and databases do not keep."""

OWN_STATES = {
    "unread": OwnState.SENT,
    "read": OwnState.READ,
    "asked": OwnState.ASKED,
    "answered": OwnState.ANSWERED,
    "done": OwnState.READ,
}
"""What the readers have done with a reflection, in the words of the one who wrote it."""


def window(state: str, opens_on: date | None, closes_on: date | None, *, asked: bool, today: date) -> Window:
    """Return whether it can be answered: published, asked of me, and today within its days (both included)."""
    if state == "withdrawn":
        return Window.WITHDRAWN
    if not asked:
        return Window.NOT_ASKED
    if state == "paused":
        return Window.PAUSED
    if opens_on is not None and today < opens_on:
        return Window.NOT_YET
    if closes_on is not None and today > closes_on:
        return Window.CLOSED
    return Window.OPEN


def clean(text: str) -> str:
    """Return a text with one kind of line ends and without characters that nobody can write."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def as_kept(written: Written) -> Written:
    """Return what a draft keeps: everything as it stands, within what there is room for."""
    return replace(
        written,
        text=clean(written.text)[:LONGEST_KEPT],
        action_short=clean(written.action_short)[:LONGEST_KEPT],
        action_long=clean(written.action_long)[:LONGEST_KEPT],
        tags=tuple(sorted(set(written.tags))),
    )


def as_sent(written: Written) -> Written:
    """Return what a reflection says: the same without space around it."""
    kept = as_kept(written)
    return replace(
        kept, text=kept.text.strip(), action_short=kept.action_short.strip(), action_long=kept.action_long.strip()
    )


def faults(written: Written) -> Iterator[Fault]:
    """Yield what must be mended before a reflection can be sent."""
    if not written.text:
        yield Fault("text", noop("Write something first. One sentence is enough."), {})
    if len(written.text) > LONGEST:
        yield _too_long("text", written.text, LONGEST)
    if not written.tags:
        yield Fault("tags", noop("Choose at least one tag."), {})
    if len(written.action_short) > LONGEST_ACTION:
        yield _too_long("action_short", written.action_short, LONGEST_ACTION)
    if len(written.action_long) > LONGEST_ACTION:
        yield _too_long("action_long", written.action_long, LONGEST_ACTION)


def _too_long(field: str, text: str, most: int) -> Fault:
    message = noop("The text has %(length)d characters, and there is room for %(most)d. Nothing has been cut.")
    return Fault(field, message, {"length": len(text), "most": most})


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to point out, never to forbid: an English message id with named values."""

    message: str
    values: dict[str, int]


MANY = noop("You have chosen %(chosen)s tags. Those that say most are enough, %(advised)s or so.")
BOTH = noop("You have chosen both good and poor conditions. Both can be true: say in the text how.")


def opposed(tags: Sequence[Tag]) -> tuple[int, ...]:
    """Return the tags that seem to speak against each other: those of conditions."""
    return tuple(tag.position for tag in tags if tag.family is Family.CONDITIONS)


def hints(chosen: Sequence[int], tags: Sequence[Tag], advised: int) -> tuple[Hint, ...]:
    """Return what may be pointed out of the tags chosen: many of them, and good conditions beside poor ones."""
    found = []
    if len(set(chosen)) > advised:
        found.append(Hint(MANY, {"chosen": len(set(chosen)), "advised": advised}))
    if len(set(opposed(tags)) & set(chosen)) > 1:
        found.append(Hint(BOTH, {}))
    return tuple(found)
