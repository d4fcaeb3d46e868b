"""Rules of whom a round asks, by role and unit: those who join later are asked, those whose duty ended leave."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kedjan.access.service import Actor, NotHere, Refused, Role
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import round_to_lead
from kedjan.reflection.giving.declaring import follow_recipients
from kedjan.reflection.giving.inviting import count_invited
from kedjan.reflection.giving.recipients import Place, join, known_area, placed
from kedjan.reflection.giving.values import Joined, Origin, Unplaced
from kedjan.reflection.rounds import record


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom the rules ask today, with the first rule that does, and for whom no service area was found."""

    rules: dict[Place, UUID]
    unplaced: tuple[Unplaced, ...]


@transaction.atomic
def add_rule(
    *,
    by: Actor,
    now: datetime,
    round: UUID,
    unit: UUID,
    roles: Collection[Role],
    service_area: UUID | None = None,
    key: UUID,
) -> Joined:
    """Ask everybody with one of the roles at a unit or below it, today and later. The same key twice is once.

    They are asked within `service_area`, or else within the one that each one's unit answers within.
    """
    row = round_to_lead(by, round)
    if not roles:
        raise Refused("A rule needs at least one role.")
    if unit not in {each.id for each in organisation.unit_tree(provider=by.provider).units}:
        raise NotHere("There is no such unit here.")
    area = known_area(by, service_area)
    _rule, new = models.RecipientRule.objects.get_or_create(
        id=key,
        provider_id=by.provider,
        defaults={"round": row, "unit_id": unit, "roles": [role.value for role in roles], "service_area_id": area},
    )
    if new:
        record(by, now, row, "added_rule", {"roles": [role.value for role in roles]})
    return apply_to(by, now, row)


@transaction.atomic
def remove_rule(*, by: Actor, now: datetime, round: UUID, rule: UUID) -> Joined:
    """Take a rule away; those who were asked by no other rule leave."""
    row = round_to_lead(by, round)
    gone, _ = models.RecipientRule.objects.filter(round=row, id=rule).delete()
    if not gone:
        raise NotHere("There is no such rule here.")
    record(by, now, row, "removed_rule")
    return apply_to(by, now, row)


@transaction.atomic
def apply_rules(*, by: Actor, now: datetime, round: UUID) -> Joined:
    """Let those whom the rules ask join, and those whose duties ended leave; changes nothing the second time."""
    return apply_to(by, now, round_to_lead(by, round))


def apply_all_rules(*, by: Actor, now: datetime) -> int:
    """Do so in every round of the provider that is not over, each by itself, and return how many rounds changed."""
    changed = 0
    for each in _under_way(by, people.day_of(now)):
        done = apply_rules(by=by, now=now, round=each)
        changed += bool(done.joined or done.left)
    return changed


def apply_to(by: Actor, now: datetime, row: models.Round) -> Joined:
    """Apply the rules to a round that may be led."""
    day = people.day_of(now)
    asked = wanted(by, row, day)
    working = {each.account for each in people.holders(by=by, day=day)}
    left = _leave(row, day, asked, working)
    joined = join(row, day, list(asked.rules), Origin.ROLE, asked.rules) + _return(row, day, working)
    if joined or left:
        count_invited(row.id)
        record(by, now, row, "applied_rules", {"joined": joined, "left": left})
        follow_recipients(by, now, row)
    return Joined(joined, left, asked.unplaced)


def wanted(by: Actor, row: models.Round, day: date) -> Wanted:
    """Return whom the round's rules ask on a day; for a round without rules nobody, without looking."""
    rules = list(models.RecipientRule.objects.filter(round=row).order_by("id"))
    if not rules:
        return Wanted({}, ())
    tree = organisation.unit_tree(provider=row.provider_id)
    roles = {Role(role) for rule in rules for role in rule.roles}
    held = people.holders(by=by, day=day, roles=roles)
    found: dict[Place, UUID] = {}
    without_area = []
    for rule in rules:
        reach = tree.below(rule.unit_id)
        fitting = [each for each in held if each.unit in reach and each.role.value in rule.roles]
        if rule.service_area_id:
            places = [(each.account, rule.service_area_id) for each in fitting]
        else:
            places = [(each.account, area) for each in fitting if (area := tree.service_area_of(each.unit)) is not None]
            without_area += fitting
        found = {**dict.fromkeys(places, rule.id), **found}
    somewhere = {account for account, _area in found}
    _places, unplaced = placed(by, [each for each in without_area if each.account not in somewhere])
    return Wanted(found, unplaced)


def _leave(row: models.Round, day: date, asked: Wanted, working: Collection[UUID]) -> int:
    """Let go those by rule whom no rule asks now, and anybody who works here no more."""
    there = models.Recipient.objects.filter(round=row, left_on=None)
    gone = [
        each.id
        for each in there
        if each.account_id not in working
        or (each.origin == Origin.ROLE and (each.account_id, each.service_area_id) not in asked.rules)
    ]
    return models.Recipient.objects.filter(id__in=gone).update(left_on=day)


def _return(row: models.Round, day: date, working: Collection[UUID]) -> int:
    """Let those chosen by hand or file come back who left only because they did not work here for a while."""
    away = models.Recipient.objects.filter(round=row, left_on__isnull=False, taken_away=False)
    back = [each.id for each in away.exclude(origin=Origin.ROLE.value) if each.account_id in working]
    return models.Recipient.objects.filter(id__in=back).update(left_on=None, joined_on=day)


def _under_way(by: Actor, day: date) -> list[UUID]:
    """Return the rounds with recipients or rules that can still be answered, or have no last day yet."""
    some = Q(recipients__isnull=False) | Q(recipient_rules__isnull=False)
    rows = models.Round.objects.filter(some, provider_id=by.provider).distinct().prefetch_related("assignments")
    return [row.id for row in rows if not _over(row, day)]


def _over(row: models.Round, day: date) -> bool:
    days = [each.closes_on for each in row.assignments.all() if each.state != "withdrawn" and each.closes_on]
    last = max([*days, *([row.closed_on] if row.closed_on else [])], default=None)
    return last is not None and last < day
