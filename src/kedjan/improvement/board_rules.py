"""Pure decisions about the board: the same words, what stands as both good and poor, and fields that hold the same."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from kedjan.improvement.board_values import BoardField, Observation, Same, Worth

FEWEST = 2
"""A field with fewer is not held to be a copy of another: one thing may well stand in two."""
_BESIDE = re.compile(r"[\W_]+")


def bare(text: str) -> str:
    """Return the words of a text alone, without case, dashes and other signs, so that two spellings are the same."""
    return _BESIDE.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def field_of(each: Observation) -> BoardField:
    """Return the field in which something stands; proposals of every part stand together."""
    return BoardField(each.goal, None if each.worth is Worth.PROPOSAL else each.part, each.worth)


def divided(found: Iterable[Observation]) -> Iterator[Observation]:
    """Yield what stands both as good and as poor for the same goal, in whatever part: a divided picture."""
    worths: dict[object, set[Worth]] = defaultdict(set)
    every = list(found)
    for each in every:
        worths[each.goal, bare(each.text)].add(each.worth)
    both = {Worth.GOOD, Worth.POOR}
    yield from (each for each in every if each.worth in both and worths[each.goal, bare(each.text)] >= both)


def same(found: Iterable[Observation]) -> Iterator[Same]:
    """Yield pairs of fields of the same worth that hold the same words, at least two of them."""
    fields: dict[BoardField, set[str]] = defaultdict(set)
    for each in found:
        fields[field_of(each)].add(bare(each.text))
    for (one, words), (other, others) in combinations(fields.items(), 2):
        if one.worth is other.worth and words == others and len(words) >= FEWEST:
            yield Same(one, other, len(words))


def twice(found: Iterable[Observation]) -> Iterator[Observation]:
    """Yield what has the same words as something before it in the same field."""
    met = set()
    for each in found:
        key = (field_of(each), bare(each.text))
        if key in met:
            yield each
        met.add(key)
