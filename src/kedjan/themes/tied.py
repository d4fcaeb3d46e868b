"""The thread inside this room: a quote in the basket rests on the reflection that it is taken from."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from kedjan.access.service import Actor
from kedjan.evidence.service import Thing
from kedjan.reflection import service as reflection
from kedjan.themes import models
from kedjan.themes.sources import QUOTE, quote_key

TEXT = "loops.text"


class QuotesFromTexts:
    """Which quotes are taken from which reflections; who may see either is for their own sources to say."""

    def below(self, by: Actor, things: Collection[Thing]) -> Collection[tuple[Thing, Thing]]:
        """Return each quote with its reflection."""
        return [(quote, text) for quote, text in _pairs(by, Q(id__in=_ids(QUOTE, things)))]

    def above(self, by: Actor, things: Collection[Thing]) -> Collection[tuple[Thing, Thing]]:
        """Return each reflection with the quotes from it."""
        return [(text, quote) for quote, text in _pairs(by, Q(loop__in=_ids(TEXT, things)))]


def _pairs(by: Actor, which: Q) -> list[tuple[Thing, Thing]]:
    rows = models.Quote.objects.filter(which, provider_id=by.provider).order_by("kept_at")
    return [
        ((QUOTE, quote_key(of, quote)), (TEXT, reflection.text_key(of, loop)))
        for of, quote, loop in rows.values_list("round_id", "id", "loop")
    ]


def _ids(kind: str, things: Collection[Thing]) -> set[UUID]:
    """Return the ids in the keys of a kind; a key that holds none is nothing's."""
    found = set()
    for of, key in things:
        try:
            if of == kind:
                found.add(UUID(hex=key.partition(":")[2]))
        except ValueError:
            continue
    return found
