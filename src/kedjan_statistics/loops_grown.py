"""Sets of tags grown one tag at a time from the loops that have them, as far as enough loops and persons do.

A set with too few loops or persons is not grown further: no larger set of it can have more. Rare tags come first, so
that few loops are carried on; all sets of a size are grown at once, as far as memory goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from kedjan_statistics.later import later
from kedjan_statistics.loops_columns import numbered
from kedjan_statistics.loops_shuffle import Strata

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = later("numpy")


__all__ = ["Grown", "Kinds", "People", "Tree"]

LOOPS_AT_ONCE: Final = 500_000
"""Loops carried through one pass, each as often as it has tags, so that large tables do not need it all in memory."""

type Whole = NDArray[np.int64]
type Real = NDArray[np.float64]


class Kinds(NamedTuple):
    """Each mask that occurs and sums over its loops: loops, answers of emotion and emotion; then chances."""

    masks: Whole
    counts: Real
    chances: Real


class People(NamedTuple):
    """Loops by their mask, person and stratum, the last two rising."""

    masks: Whole
    person: Whole
    stratum: Whole


class Grown(NamedTuple):
    """What was found, as columns: for each set its mask and its counts, and the chances of one tag more.

    `counts`: loops, answers of emotion, emotion and persons of each set. `chances`: of each set that may grow (`inner`)
    the mean, variance and third of each tag beside it.
    """

    bits: Whole
    counts: Whole
    inner: Whole
    chances: Real


class _Level(NamedTuple):
    """Some sets of one size (`bits`), and what there is of each.

    Every kind is there (`kind`) once for each of the sets (`held`) that it has, with the tags that may be put to it
    (`more`). So are loops, but only those that are not alone in their stratum to have the set: a loop that is alone
    there is one person's and one chance by itself, in this set and in every larger. Those of a set stand together, in
    order of stratum and person.
    """

    bits: Whole
    kind: Whole
    held: Whole
    more: Whole
    loop_held: Whole
    loop_more: Whole
    person: Whole
    stratum: Whole


@dataclass(frozen=True, slots=True)
class Tree:
    """What sets are grown from and how far. `tags` are those that may be in them, the rarest first."""

    strata: Strata
    kinds: Kinds
    people: People
    tags: Sequence[int]
    largest: int
    fewest: int

    def grown(self) -> Grown:
        """Return every set with enough loops and persons behind it."""
        kinds, loops = _in_order(self.kinds.masks, self.tags), _in_order(self.people.masks, self.tags)
        found = [_nothing(len(self.strata.share.T))]
        for places in _at_once([int(np.count_nonzero(loops & (1 << place))) for place in range(len(self.tags))]):
            level, size = self._beginning(kinds, loops, places), 1
            while len((level := self._grow(level, size, found)).bits) and size < self.largest:
                level, size = _one_more(level, len(self.tags)), size + 1
        return _joined(found, self.tags)

    def _beginning(self, kinds: Whole, loops: Whole, places: Sequence[int]) -> _Level:
        """The sets of one tag each, to which commoner tags are to be put."""
        has, having = ([np.flatnonzero(masks & (1 << place)) for place in places] for masks in (kinds, loops))
        kind, loop = np.concatenate(has), np.concatenate(having)
        held, loop_held = (np.repeat(np.arange(len(places)), [len(each) for each in some]) for some in (has, having))
        later = np.array([-2 << place for place in places], kinds.dtype)
        return _Level(
            1 << np.array(places, np.int64),
            *(kind, held, kinds[kind] & later[held]),
            *(loop_held, loops[loop] & later[loop_held], self.people.person[loop], self.people.stratum[loop]),
        )

    def _grow(self, level: _Level, size: int, found: list[Grown]) -> _Level:
        """Add the sets that have enough to what was found; return them, without loops that are alone."""
        from scipy.sparse import csr_array

        shape = (len(level.bits), len(self.kinds.masks))
        together = csr_array((np.ones(len(level.kind)), (level.held, level.kind)), shape=shape)
        counts = (together @ self.kinds.counts).astype(np.int64)
        persons = counts[:, 0] - _repeated(level)
        enough = (counts[:, 0] >= self.fewest) & (persons >= self.fewest)
        level, kept = _only(level, enough), np.flatnonzero(enough)
        counts = np.column_stack([counts, persons])[kept]
        if size == self.largest or not len(kept):
            found.append(Grown(level.bits, counts, level.bits[:0], found[0].chances))
            return level
        chances = together[kept] @ self.kinds.chances
        level, several = _shared(level)
        apart = self.strata.pairs[self._single(level)] if size == 1 else self.strata.apart(len(kept), *several)
        chances[:, -apart.shape[1] :] += apart
        found.append(Grown(level.bits, counts, level.bits, chances))
        return level

    def _single(self, level: _Level) -> Whole:
        return np.array(self.tags, np.int64)[np.bitwise_count(level.bits - 1)]


def _at_once(loops: Sequence[int]) -> list[list[int]]:
    """The places of tags in parts, so that not too many loops are carried on at once."""
    parts: list[list[int]] = []
    carried = LOOPS_AT_ONCE
    for place, many in enumerate(loops):
        if carried + many > LOOPS_AT_ONCE:
            parts, carried = [*parts, []], 0
        parts[-1].append(place)
        carried += many
    return parts


def _in_order(masks: Whole, tags: Sequence[int]) -> Whole:
    """The masks with the tags in another order, and without all others."""
    made = np.zeros_like(masks)
    for place, tag in enumerate(tags):
        made |= (masks >> tag & 1) << place
    return made


def _repeated(level: _Level) -> Whole:
    """For each set, how many more of its loops there are than persons who have them."""
    sets, first = len(level.bits), _changes(level.loop_held, level.person)
    loops = np.bincount(level.loop_held, minlength=sets)
    return loops - np.bincount(level.loop_held[first], minlength=sets)


def _only(level: _Level, enough: NDArray[np.bool_]) -> _Level:
    """The sets that have enough, and what belongs to them."""
    if enough.all():
        return level
    place = np.cumsum(enough) - 1
    kinds, loops = np.flatnonzero(enough[level.held]), np.flatnonzero(enough[level.loop_held])
    return _Level(
        level.bits[enough],
        *(level.kind[kinds], place[level.held[kinds]], level.more[kinds]),
        *(place[level.loop_held[loops]], level.loop_more[loops], level.person[loops], level.stratum[loops]),
    )


def _shared(level: _Level) -> tuple[_Level, tuple[Whole, Whole, Whole]]:
    """The same without loops that are alone, and for each stratum with several of a set: set, stratum, how many."""
    starts = np.flatnonzero(_changes(level.loop_held, level.stratum))
    many = np.diff(starts, append=len(level.stratum))
    several = many > 1
    rows = np.flatnonzero(np.repeat(several, many) & (level.loop_more != 0))
    first = starts[several]
    names = ("loop_held", "loop_more", "person", "stratum")
    kept = level._replace(**{name: getattr(level, name)[rows] for name in names})
    return kept, (level.loop_held[first], level.stratum[first], many[several])


def _changes(*columns: Whole) -> NDArray[np.bool_]:
    """Where a run of rows that are alike begins, as a truth value for each row."""
    made = np.ones(len(columns[0]), bool)
    if len(made):
        made[1:] = False
        for column in columns:
            made[1:] |= column[1:] != column[:-1]
    return made


def _one_more(level: _Level, tags: int) -> _Level:
    """Every set with each one more tag that comes after its own."""
    kinds, loops = _kinds_more(level, tags), _loops_more(level, tags)
    sets, held = numbered(kinds[1])
    bits = level.bits[sets // tags] | np.int64(1) << sets % tags
    return _Level(bits, kinds[0], held.astype(np.int64), kinds[2], np.searchsorted(sets, loops[0]), *loops[1:])


def _kinds_more(level: _Level, tags: int) -> tuple[Whole, Whole, Whole]:
    """Kind, set with the tag put to it, and what may be put to that: the lowest tag of all that are left, in turn."""
    parts = [(level.kind[:0], level.held[:0], level.more[:0])]
    kind, held, more = level.kind, level.held, level.more
    while len(left := np.flatnonzero(more)):
        kind, held, more = kind[left], held[left], more[left]
        lowest = more & -more
        more = more ^ lowest
        parts.append((kind, held * tags + np.bitwise_count(lowest - 1), more))
    found = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return found[0], found[1], found[2]


def _loops_more(level: _Level, tags: int) -> list[Whole]:
    """Set with the tag put to it, what may be put to that, person and stratum: one tag at a time, so that sets keep
    their loops together."""
    parts = [(level.loop_held[:0], level.loop_more[:0], level.person[:0], level.stratum[:0])]
    for tag in range(tags):
        rows = np.flatnonzero(level.loop_more & (1 << tag))
        if len(rows):
            more = level.loop_more[rows] & (-2 << tag)
            parts.append((level.loop_held[rows] * tags + tag, more, level.person[rows], level.stratum[rows]))
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def _nothing(tags: int) -> Grown:
    none = np.zeros(0, np.int64)
    return Grown(none, none.reshape(0, 4), none, np.zeros((0, 3 * tags)))


def _joined(found: Sequence[Grown], tags: Sequence[int]) -> Grown:
    """All that was found, in order of the masks, with the tags at their own places."""
    bits, counts, inner, chances = (np.concatenate(column) for column in zip(*found, strict=True))
    bits, inner = _at_home(bits, tags), _at_home(inner, tags)
    order, grown = np.argsort(bits), np.argsort(inner)
    return Grown(bits[order], counts[order], inner[grown], chances[grown])


def _at_home(masks: Whole, tags: Sequence[int]) -> Whole:
    made = np.zeros_like(masks)
    for place, tag in enumerate(tags):
        made |= (masks >> place & 1) << tag
    return made
