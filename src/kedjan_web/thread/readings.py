"""Writing down, before a page is answered, whose words stand on it as evidence."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from kedjan.evidence.service import Thing
from kedjan.reflection import service as reflection
from kedjan.themes import service as themes
from kedjan_web.requests import PageRequest

TEXT, QUOTE = "loops.text", themes.QUOTE


def read(request: PageRequest, things: Iterable[Thing]) -> None:
    """Write down whose reflections are shown, so that those who wrote see it, and cannot take back what was read.

    One entry for each round; things that are nobody's words are passed by.
    """
    loops: dict[UUID, set[UUID]] = defaultdict(set)
    quotes: set[UUID] = set()
    for kind, key in things:
        if kind in {TEXT, QUOTE} and key:
            of, _colon, thing = key.partition(":")
            if kind == QUOTE:
                quotes.add(UUID(hex=thing))
            else:
                loops[UUID(hex=of)].add(UUID(hex=thing))
    if quotes:
        for number, behind in themes.texts_behind(by=request.actor, quotes=quotes).items():
            loops[number] |= behind
    reflection.note_reading(by=request.actor, now=request.now, loops=loops)
