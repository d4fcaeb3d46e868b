"""Ways to the texts behind a number, as addresses."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from kedjan.reflection.service import TextFilter


def texts_url(round: UUID, found: TextFilter, words: str = "") -> str:
    """Return the address of the texts that a filter finds."""
    pairs = text_pairs(found, words)
    return reverse("round_texts", args=[round]) + (f"?{urlencode(pairs)}" if pairs else "")


class TextLinks:
    """Addresses of one round's texts, for tables with many cells."""

    def __init__(self, round: UUID) -> None:
        self.base = reverse("round_texts", args=[round])

    def to(self, found: TextFilter | None) -> str:
        """Return the address of the texts behind a cell; empty where there are none."""
        if found is None:
            return ""
        pairs = text_pairs(found)
        return f"{self.base}?{urlencode(pairs)}" if pairs else self.base


def text_pairs(found: TextFilter, words: str = "") -> list[tuple[str, str]]:
    """Return a filter as it stands in an address."""

    def each(name: str, values: Sequence[object]) -> list[tuple[str, str]]:
        return [(name, str(value)) for value in values]

    single = [("uppdrag", found.assignment)] if found.assignment else []
    asked = [("ord", words)] if words else []
    return [
        *single,
        *each("omrade", found.areas),
        *each("tagg", found.tags),
        *each("utan", found.without),
        *each("kansla", found.emotion),
        *asked,
    ]
