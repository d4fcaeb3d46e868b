"""Pure decisions about the board: the same words, what stands as both good and poor, and fields that hold the same."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from uuid import UUID

from kedjan.improvement.board_values import Alike, BoardField, Observation, Same, Worth

FEWEST = 2
"""A field with fewer is not held to be a copy of another: one thing may well stand in two."""
MOSTLY = Fraction(2, 3)
"""Two say nearly the same when this share of all the words that carry something stand in both."""
SMALL = frozenset(
    "all att av bli de den det där efter en ett finnas från för få ha han hon hur här i inom jag kunna man med men "  # noqa: SIM905  a word list reads as words
    "mellan mer mycket måste ni när och om på så sin ska skola som till under upp ur ut var vara vi vid vår än är åt "
    "över".split()
)
"""Words that say nothing of what a sentence is about."""
DENIALS = frozenset({"aldrig", "ej", "icke", "ingen", "ingenting", "inte", "knappt", "sakna", "saknas", "utan"})
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


def alike(found: Iterable[Observation], lemmas: Mapping[UUID, frozenset[str]]) -> Iterator[Alike]:
    """Yield what says nearly the same for the same goal: twice in a field, or as good and as poor.

    `lemmas` are the words of each as they stand in a dictionary. Most of those that carry something are the same, two
    at least, and both deny or neither does. What has the very same words is told as `divided` and `twice`.
    """
    by_goal: dict[UUID, list[tuple[Observation, frozenset[str], bool]]] = defaultdict(list)
    for each in found:
        words = lemmas[each.id]
        by_goal[each.goal].append((each, words - SMALL - DENIALS, bool(words & DENIALS)))
    for of_goal in by_goal.values():
        for (one, words, denies), (other, others, denies_too) in combinations(of_goal, 2):
            common = len(words & others)
            if common < FEWEST or denies is not denies_too or Fraction(common, len(words | others)) < MOSTLY:
                continue
            opposed = {one.worth, other.worth} == {Worth.GOOD, Worth.POOR}
            if (opposed or field_of(one) == field_of(other)) and bare(one.text) != bare(other.text):
                yield Alike(one, other, opposed)


def twice(found: Iterable[Observation]) -> Iterator[Observation]:
    """Yield what has the same words as something before it in the same field."""
    met = set()
    for each in found:
        key = (field_of(each), bare(each.text))
        if key in met:
            yield each
        met.add(key)
