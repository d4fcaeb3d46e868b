"""Pure decisions: which groups are large enough to be counted apart, and what is said of the silent."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from kedjan.reflection.answering.values import Reason
from kedjan.reflection.responding.values import Group, Lacking, ReasonCount
from kedjan.reflection.rules import FEWEST_PERSONS
from kedjan_statistics import uncertainty
from kedjan_statistics.disclosure import Cell, plan

type Persons = frozenset[UUID]
type Place = tuple[str, ...]


def partition(persons: Mapping[UUID, Place]) -> dict[Place, Persons]:
    """Return the persons by where they belong, so that everybody is in exactly one group."""
    found: dict[Place, set[UUID]] = {}
    for person, place in persons.items():
        found.setdefault(place, set()).add(person)
    return {place: frozenset(some) for place, some in found.items()}


def gathered(groups: Mapping[Place, Persons], fewest: int = FEWEST_PERSONS) -> tuple[Group, ...]:
    """Return groups of at least `fewest` persons: those that are, and the smaller ones together, last.

    Where those together are still too few, the smallest of the others joins them. Nobody is in two groups of a
    partition, so that no sum or difference of what is counted in these says anything of fewer. None: too few in all.
    """
    large = {place: persons for place, persons in groups.items() if len(persons) >= fewest}
    small = {place: persons for place, persons in groups.items() if 0 < len(persons) < fewest}
    while large and 0 < sum(map(len, small.values())) < fewest:
        least = min(large, key=lambda place: len(large[place]))
        small[least] = large.pop(least)
    rest = frozenset().union(*small.values())
    if 0 < len(rest) < fewest:
        return ()
    apart = tuple(Group((place,), persons) for place, persons in large.items())
    ordered = tuple(place for place in groups if place in small)
    return (*apart, Group(ordered, rest)) if rest else apart


def hidden(groups: Sequence[Persons], fewest: int = FEWEST_PERSONS) -> tuple[bool, ...]:
    """Return of which of these groups no numbers may be shown beside the others' and the whole's."""
    lots = (*groups, frozenset().union(*groups))
    cells = [Cell(number, {each.hex: each.hex for each in lot}) for number, lot in enumerate(lots)]
    found = plan(cells, k=fewest).hidden
    return tuple(number in found for number in range(len(groups)))


def lacking(groups: Sequence[tuple[Group, Persons]]) -> tuple[Lacking, ...]:
    """Return the groups (with those of them who answered) from which surely more is lacking than from the others."""
    asked = sum(len(group.persons) for group, _answered in groups)
    missing = sum(len(group.persons - answered) for group, answered in groups)
    found = []
    for group, answered in groups:
        own, others = len(group.persons - answered), asked - len(group.persons)
        if not others:
            continue
        interval = uncertainty.difference(own, len(group.persons), missing - own, others)
        if interval.low > 0:
            found.append(Lacking(group.parts, own, len(group.persons), missing - own, others))
    return tuple(found)


def pooled(given: Sequence[tuple[Reason, UUID]], fewest: int = FEWEST_PERSONS) -> tuple[ReasonCount, ...]:
    """Return the reasons that five persons or more gave, and last "other", which the rest are pooled to (C15).

    Where that is of too few, the smallest of the others joins it. Nothing where fewer have abstained in all.
    """
    persons = {reason: {who for said, who in given if said is reason} for reason in Reason}
    together = [reason for reason in Reason if reason is Reason.OTHER or len(persons[reason]) < fewest]
    apart = [reason for reason in Reason if reason not in together]
    while apart and 0 < len(set().union(*(persons[each] for each in together))) < fewest:
        least = min(apart, key=lambda reason: len(persons[reason]))
        apart.remove(least)
        together.append(least)
    if len({who for _said, who in given}) < fewest:
        return ()
    times = {reason: sum(said is reason for said, _who in given) for reason in Reason}
    found = [ReasonCount(reason, times[reason]) for reason in apart]
    rest = sum(times[reason] for reason in together)
    others = tuple(each for each in together if each is not Reason.OTHER and times[each])
    return (*found, ReasonCount(Reason.OTHER, rest, others)) if rest else tuple(found)
