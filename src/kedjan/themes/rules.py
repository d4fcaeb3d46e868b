"""Pure decisions on texts: where their sentences are, and what some chosen sentences are as passages."""

import re
from collections.abc import Collection

type Span = tuple[int, int]

FEWEST = 5
"""Persons fewer than this are not told apart from one (C07)."""

END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+")


def sentences(text: str) -> tuple[Span, ...]:
    """Return where each sentence begins and ends, in order: what one can mark. White space around them is left out."""
    spans, start = [], 0
    for found in END.finditer(text):
        spans.append((start, found.start() + len(found.group().rstrip())))
        start = found.end()
    spans.append((start, len(text)))
    return tuple(trimmed for span in spans if (trimmed := _trimmed(text, span)))


def runs(text: str, chosen: Collection[int]) -> tuple[Span, ...]:
    """Return the chosen sentences, by number from 0, as passages: neighbours are one. Unknown numbers are left out."""
    known = sentences(text)
    passages: list[Span] = []
    last = -2
    for number in sorted({each for each in chosen if 0 <= each < len(known)}):
        if number == last + 1:
            passages[-1] = (passages[-1][0], known[number][1])
        else:
            passages.append(known[number])
        last = number
    return tuple(passages)


def fits(text: str, span: Span) -> bool:
    """Return whether a passage lies within a text."""
    return 0 <= span[0] < span[1] <= len(text)


def _trimmed(text: str, span: Span) -> Span | None:
    inside = text[span[0] : span[1]]
    start = span[0] + len(inside) - len(inside.lstrip())
    end = span[1] - (len(inside) - len(inside.rstrip()))
    return (start, end) if end > start else None
