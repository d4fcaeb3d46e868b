"""Two who were counted turned out to be one: what was given out is judged as what it told of persons, and no less.

What was given out is not counted again. For judging, an earlier release tells of the one that is known now where only
the other name stands in it and in all before the two were made one; what it tells of is the same then. Where both names
stand there, both stay, as two loops of one person: a difference between the two is a difference about few.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from kedjan.access.service import Actor
from kedjan.releases import models
from kedjan.releases.rules import EarlierCell
from kedjan.releases.values import ReleaseTable, Source


@transaction.atomic
def know_as(*, by: Actor, now: datetime, source: Source, older: str, since: str) -> None:
    """Keep that who was counted as `older` of a source is counted as `since` from now on, however it goes on.

    For the room whose rows they are, in the transaction that makes one of the two. Nothing is kept where nothing has
    been given out. Making two of them again does not take it back: what was given out meanwhile told of one.
    """
    latest = latest_number(by, source)
    if latest:
        models.KnownAs.objects.create(**_of(by, source), older=older, since=since, up_to=latest, made_at=now)


def latest_number(by: Actor, source: Source) -> int:
    """Return the number of the latest release of a source, which nobody follows until the transaction ends."""
    rows = models.Release.objects.select_for_update().filter(**_of(by, source)).order_by("-number")
    return rows.values_list("number", flat=True).first() or 0


def names_of(by: Actor, source: Source) -> tuple[models.KnownAs, ...]:
    """Return who is known by another name since, of a source, in the order in which that was told."""
    return tuple(models.KnownAs.objects.filter(**_of(by, source)).order_by("up_to", "made_at", "id"))


def renamed(earlier: Iterable[tuple[int, Sequence[EarlierCell]]], names: Sequence[models.KnownAs]) -> list[EarlierCell]:
    """Return the cells of earlier releases, by their numbers, with each loop by the name that it is known by now.

    A loop keeps its name where both names stand in what was given out before the two were made one.
    """
    cells = [(number, cell) for number, some in earlier for cell in some]
    for each in names:
        before = [cell for number, cell in cells if number <= each.up_to]
        if any(each.since in cell.members for cell in before):
            continue
        to = {each.older: each.since}
        cells = [(number, _with(cell, to) if number <= each.up_to else cell) for number, cell in cells]
    return [cell for _, cell in cells]


def persons_now(names: Sequence[models.KnownAs]) -> Mapping[str, str]:
    """Return who each person is by the name known now, of those who have another."""
    steps = {each.older: each.since for each in names}
    found = {}
    for start in steps:
        person, met = start, set[str]()
        while person in steps and person not in met:
            met.add(person)
            person = steps[person]
        found[start] = person
    return found


def of_persons(cells: Iterable[EarlierCell], persons: Mapping[str, str]) -> list[EarlierCell]:
    """Return cells with each loop the loop of whom it is known to be now."""
    return (
        [replace(cell, members=_members(cell.members, persons), among=_among(cell, persons)) for cell in cells]
        if persons
        else [*cells]
    )


def tables_of_persons(tables: Sequence[ReleaseTable], persons: Mapping[str, str]) -> Sequence[ReleaseTable]:
    """Return tables with each loop the loop of whom it is known to be now."""
    if not persons:
        return tables
    return [
        replace(table, cells=tuple(replace(cell, members=_members(cell.members, persons)) for cell in table.cells))
        for table in tables
    ]


def _with(cell: EarlierCell, to: Mapping[str, str]) -> EarlierCell:
    members = {to.get(loop, loop): to.get(person, person) for loop, person in cell.members.items()}
    return replace(cell, members=members, among=_among(cell, to))


def _members(members: Mapping[str, str], persons: Mapping[str, str]) -> dict[str, str]:
    return {loop: persons.get(person, person) for loop, person in members.items()}


def _among(cell: EarlierCell, persons: Mapping[str, str]) -> dict[str, frozenset[frozenset[str]]]:
    return {
        name: frozenset(frozenset(persons.get(each, each) for each in those) for those in several)
        for name, several in cell.among.items()
    }


def _of(by: Actor, source: Source) -> dict[str, object]:
    return {
        "provider_id": by.provider,
        "source_room": source.room,
        "source_kind": source.kind,
        "source_key": source.key,
    }
