"""How somebody may be quoted: in their own words, with their consent; or paraphrased."""

import re
from dataclasses import dataclass
from typing import Any

from kedjan.access.service import Refused
from kedjan.reflection import service as reflection

_LEFT_OUT = re.compile(r"\s*(?:\[(?:…|\.\.\.)\]|…)\s*")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words quoted, and the author's consent with how it was obtained. Left-out words are written […]."""

    quote: str
    consents: bool = False
    obtained: str = ""


def worded(text: reflection.Text, wording: Wording) -> dict[str, Any]:
    """Return the wording as it is kept. Refused: words that are not the author's, consent without how it was given."""
    quote = " ".join(wording.quote.split())
    if not quote:
        raise Refused("The quote is empty.")
    if wording.consents and not wording.obtained.strip():
        raise Refused("Say how the author's consent was obtained.")
    if not in_text(quote, text.text):
        raise Refused("The quote is not in the reflection in those words. Mark what you leave out with […].")
    return {"quote": quote, "consents": wording.consents, "obtained": wording.obtained.strip()[:200]}


def in_text(quote: str, text: str) -> bool:
    """Return whether the quote's pieces, between marks of what is left out, stand in the text in that order."""
    rest = " ".join(text.split())
    for piece in filter(None, _LEFT_OUT.split(quote)):
        place = rest.find(piece.strip())
        if place < 0:
            return False
        rest = rest[place + len(piece.strip()) :]
    return True
