"""What a pupil's number is, as files write it."""

import re
from collections.abc import Iterable

from kedjan.pupils.values import Named, NumberKind
from kedjan_formats import identity

_TEN_OR_TWELVE = re.compile(r"(\d{2})?\d{6}[-+]?\d{4}")
LONGEST = 60
"""Signs of a pupil's number at most."""
_NAME = re.compile(r"(?=.*[ ,])[^\W\d_]+(?:[-'’., ]+[^\W\d_]+)+[.,]?")
"""Words of letters alone, with a space or a comma between them."""
_COORDINATION_FROM = 60
"""A samordningsnummer has the day with sixty added."""


def is_senders_own(text: str) -> bool:
    """Whether a text is a sender's own key at first sight; `named` says so of others too, having looked closer."""
    if not 0 < len(text) <= LONGEST or " " in text or "," in text:
        return False
    return not (text if text.isascii() else identity.plain(text) or "0")[0].isdigit()


def is_name(text: str) -> bool:
    """Whether a text is what somebody is called: letters alone, in more words than one.

    Two pupils may be called the same, and what a pupil is called is no business of results.
    """
    return _NAME.fullmatch(text) is not None


def named(text: str) -> Named | None:
    """Return how a sender names a pupil; None for what looks like a personal number and is none.

    A number of ten or twelve digits must be a real one, whatever dash or unseen sign is in it: a sender's own key does
    not look like that. A name is one too, which no file brings any more: who came by it can still be erased.
    """
    if is_senders_own(text):
        return Named(text, NumberKind.SENDERS)
    if not identity.plain(text) or len(text) > LONGEST:
        return None
    found = identity.read(text)
    if found:
        if "TF" in found.number:
            return Named(found.number, NumberKind.TEMPORARY)
        day = int(found.number[6:8])
        return Named(found.number, NumberKind.COORDINATION if day > _COORDINATION_FROM else NumberKind.PERSONAL)
    if _TEN_OR_TWELVE.fullmatch(identity.plain(text)) or identity.spoilt(text):
        return None
    return Named(text, NumberKind.SENDERS)


def by_kind(texts: Iterable[str]) -> dict[NumberKind, list[str]]:
    """Return numbers as we write them, in the order of the texts, by what they are; what none can have is left out."""
    found: dict[NumberKind, list[str]] = {kind: [] for kind in NumberKind}
    own = found[NumberKind.SENDERS]
    for text in texts:
        if is_senders_own(text):
            own.append(text)
        elif each := named(text):
            found[each.kind].append(each.number)
    return found
