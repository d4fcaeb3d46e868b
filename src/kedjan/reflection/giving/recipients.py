"""Whom a round asks: added and taken away by hand, and within which service areas."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, NotHere, Refused
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import round_to_lead
from kedjan.reflection.giving.declaring import follow_recipients
from kedjan.reflection.giving.inviting import count_invited
from kedjan.reflection.giving.values import Joined, Origin, Unplaced
from kedjan.reflection.rounds import record

type Place = tuple[UUID, UUID]
"""An account and the service area that it is asked within."""


@transaction.atomic
def add_recipients(
    *, by: Actor, now: datetime, round: UUID, accounts: Collection[UUID], service_area: UUID | None = None
) -> Joined:
    """Ask these people, within a service area or else within those that their units today answer within.

    Somebody there already stays as they are; somebody taken away comes back. Refused are people without a duty today.
    """
    row = round_to_lead(by, round)
    area = known_area(by, service_area)
    places, unplaced = places_of(by, people.day_of(now), accounts, area)
    joined = join(row, people.day_of(now), places, Origin.HAND)
    if joined:
        count_invited(row.id)
        record(by, now, row, "added_recipients", {"number": joined})
        follow_recipients(by, now, row)
    return Joined(joined, 0, unplaced)


@transaction.atomic
def remove_recipient(*, by: Actor, now: datetime, round: UUID, account: UUID, service_area: UUID) -> None:
    """Ask somebody no longer within a service area; no rule brings them back. Done twice is once."""
    row = round_to_lead(by, round)
    there = models.Recipient.objects.filter(round=row, account_id=account, service_area_id=service_area)
    if not there.exists():
        raise NotHere("There is no such recipient here.")
    if there.filter(left_on=None).update(left_on=people.day_of(now), taken_away=True):
        count_invited(row.id)
        record(by, now, row, "removed_recipient", {"account": account.hex})
        follow_recipients(by, now, row)


def known_area(by: Actor, area: UUID | None) -> UUID | None:
    """Return the service area, which must be the provider's own."""
    if area is not None and area not in {each.id for each in organisation.service_areas(provider=by.provider)}:
        raise NotHere("There is no such service area here.")
    return area


def places_of(
    by: Actor, day: date, accounts: Collection[UUID], area: UUID | None
) -> tuple[list[Place], tuple[Unplaced, ...]]:
    """Return within which service areas these people are asked, and for whom none was found."""
    names = people.names_of(by=by, ids=accounts)
    if set(accounts) - set(names):
        raise NotHere("There is no such account here.")
    held = people.holders(by=by, day=day, accounts=accounts)
    if set(accounts) - {each.account for each in held}:
        raise Refused("Somebody chosen has no duty today, and could not answer.")
    if area is not None:
        return [(account, area) for account in dict.fromkeys(accounts)], ()
    return placed(by, held)


def placed(by: Actor, held: Iterable[people.Holder]) -> tuple[list[Place], tuple[Unplaced, ...]]:
    """Return the service areas of duties by the units they are held at, once each; and who has none at all."""
    tree = organisation.unit_tree(provider=by.provider)
    units = {unit.id: unit for unit in tree.units}
    area_of = {unit: tree.service_area_of(unit) for unit in {each.unit for each in held}}
    places = dict.fromkeys((each.account, area_of[each.unit]) for each in held if area_of[each.unit])
    somewhere = {account for account, _area in places}
    lost = {each.account: units[each.unit].name for each in held if each.account not in somewhere}
    names = people.names_of(by=by, ids=lost)
    unplaced = tuple(
        Unplaced(account, names[account], unit) for account, unit in sorted(lost.items(), key=lambda x: names[x[0]])
    )
    return [(account, area) for account, area in places if area], unplaced


def join(
    row: models.Round, day: date, places: Collection[Place], origin: Origin, rules: Mapping[Place, UUID] | None = None
) -> int:
    """Make these people recipients; return how many were not. Those taken away come back only by hand or file."""
    there = {(each.account_id, each.service_area_id): each for each in models.Recipient.objects.filter(round=row)}
    new = [place for place in places if place not in there]
    back = [there[place] for place in places if place in there and there[place].left_on]
    if origin is Origin.ROLE:
        back = [each for each in back if not each.taken_away]
    rules = rules or {}
    models.Recipient.objects.bulk_create(
        models.Recipient(
            provider_id=row.provider_id,
            round=row,
            account_id=account,
            service_area_id=area,
            origin=origin.value,
            rule_id=rules.get((account, area)),
            joined_on=day,
        )
        for account, area in new
    )
    for each in back:
        each.left_on, each.taken_away, each.joined_on = None, False, day
        each.origin, each.rule_id = origin.value, rules.get((each.account_id, each.service_area_id))
    models.Recipient.objects.bulk_update(back, ["left_on", "taken_away", "joined_on", "origin", "rule"])
    return len(new) + len(back)
