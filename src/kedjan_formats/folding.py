"""Texts as people type them, brought to one spelling: spaces, composed letters, upper and lower case."""

import re
import unicodedata
from collections.abc import Iterable

_SPACES = re.compile(r"[\s\u00a0\u2007\u202f\ufeff]+")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
"""What is not seen and means nothing in a table: signs that join, part and turn, and those of machines."""


def tidy(text: str) -> str:
    """The text in Unicode NFC with runs of any kind of space as one ordinary space and none at the ends."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def all_tidy(texts: Iterable[str]) -> bool:
    """Whether texts are such as `tidy` leaves alone for certain: printable ASCII without spaces, as keys mostly are."""
    whole = "".join(texts)
    return whole.isascii() and whole.isprintable() and " " not in whole


def folded(text: str) -> str:
    """The text as it is compared: tidied and without difference between upper and lower case."""
    return tidy(text).casefold()
