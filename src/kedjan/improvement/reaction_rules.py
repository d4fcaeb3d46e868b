"""Pure decisions: which groups are told apart of what was said of a conclusion, so that none tells what each answered.

Full agreement in a group tells of each of its members. Where figures are shared somebody must have considered that
first (decisions 0002, 0006); here nobody is asked, so such a group is counted together with others (decision 0031).
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

type Said = Mapping[UUID, Sequence[Hashable]]
"""What each person answered, one answer to each question; None where one is left out."""


@dataclass(frozen=True, slots=True)
class Group:
    """Persons counted together; `parts` are what each part of it is called."""

    parts: tuple[tuple[str, ...], ...]
    persons: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class _Lot:
    """Groups that are counted together."""

    groups: tuple[Group, ...]

    @property
    def persons(self) -> frozenset[UUID]:
        return frozenset().union(*(group.persons for group in self.groups))


def told_apart(groups: Sequence[Group], said: Said) -> tuple[Group, ...]:
    """Return the groups as they may be told beside the whole; none where all of them are counted together.

    Everybody is still in exactly one, so that the whole less some of them says no more than the others do. The smallest
    other group joins one that tells too much, and so on, in an order that says nothing of what was answered.
    """
    lots = [_Lot((group,)) for group in groups]
    while len(lots) > 1:
        telling = next((lot for lot in sorted(lots, key=_size) if _tells(lot, said)), None)
        if telling is None:
            return tuple(_group(lot) for lot in lots)
        least = min((lot for lot in lots if lot is not telling), key=_size)
        place = min(lots.index(telling), lots.index(least))
        joined = _Lot((*lots[place].groups, *(least if lots[place] is telling else telling).groups))
        lots = [lot for lot in lots if lot is not telling and lot is not least]
        lots.insert(place, joined)
    return ()


def _size(lot: _Lot) -> int:
    return len(lot.persons)


def _tells(lot: _Lot, said: Said) -> bool:
    """Whether the numbers of a lot tell what each in it, or in one of its groups, answered.

    That groups are counted together says that one of them agreed. It must not be plain which one: then at least two of
    them are no larger than the number that gave one and the same answer.
    """
    counts = list(_counts(lot.persons, said))
    if any(number == len(lot.persons) for number in counts):
        return True
    if len(lot.groups) == 1:
        return False
    most = max(counts, default=0)
    return sum(len(group.persons) <= most for group in lot.groups) < 2


def _counts(persons: Iterable[UUID], said: Said) -> Iterable[int]:
    """Yield how many gave each answer to each question; that many left one out is no agreement."""
    answers = [said[person] for person in persons]
    for question in zip(*answers, strict=True):
        yield from Counter(answer for answer in question if answer is not None).values()


def _group(lot: _Lot) -> Group:
    if len(lot.groups) == 1:
        return lot.groups[0]
    return Group(tuple(part for group in lot.groups for part in group.parts), lot.persons)
