"""Whom a round asks, as those who lead it see it: names, numbers per service area, rules, and who fits nowhere."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from kedjan.access.service import PAGE, Actor, Role, Slice
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import round_to_lead
from kedjan.reflection.giving.joining import Wanted, wanted
from kedjan.reflection.giving.values import AreaCount, Origin, Recipient, RecipientRule, Recipients


def recipients(*, by: Actor, now: datetime, round: UUID, search: str = "", page: int = 1) -> Recipients:
    """Return whom a round asks, 50 a page by name, those whose name holds `search`; for those who lead rounds."""
    row = round_to_lead(by, round)
    areas = {area.id: area.name for area in organisation.service_areas(provider=row.provider_id)}
    rows = list(models.Recipient.objects.filter(round=row, left_on=None))
    names = people.names_of(by=by, ids=[each.account_id for each in rows])
    asked = search.strip().casefold()
    found = sorted(
        (names[each.account_id].casefold(), areas[each.service_area_id], each.id, each)
        for each in rows
        if asked in names[each.account_id].casefold()
    )
    start = (page - 1) * PAGE
    lines = tuple(
        Recipient(
            each.account_id,
            names[each.account_id],
            each.service_area_id,
            area,
            Origin(each.origin),
            each.joined_on,
        )
        for _name, area, _id, each in found[start : start + PAGE]
    )
    within: dict[UUID, set[UUID]] = defaultdict(set)
    for each in rows:
        within[each.service_area_id].add(each.account_id)
    by_rules = wanted(by, row, people.day_of(now))
    return Recipients(
        lines=Slice(lines, len(found), page + 1 if start + PAGE < len(found) else None),
        persons=len({each.account_id for each in rows}),
        areas=tuple(AreaCount(area, name, len(within[area])) for area, name in areas.items() if within[area]),
        rules=_rules(row, by_rules, areas),
        unplaced=by_rules.unplaced,
    )


def _rules(row: models.Round, asked: Wanted, areas: Mapping[UUID, str]) -> tuple[RecipientRule, ...]:
    units = {unit.id: unit.name for unit in organisation.unit_tree(provider=row.provider_id).units}
    by_rule: dict[UUID, set[UUID]] = defaultdict(set)
    for (account, _area), rule in asked.rules.items():
        by_rule[rule].add(account)
    return tuple(
        RecipientRule(
            rule.id,
            rule.unit_id,
            units[rule.unit_id],
            tuple(Role(role) for role in rule.roles),
            rule.service_area_id,
            areas.get(rule.service_area_id, "") if rule.service_area_id else "",
            len(by_rule[rule.id]),
        )
        for rule in models.RecipientRule.objects.filter(round=row).order_by("unit__order", "unit__name", "id")
    )
