"""The rules by which claims give duties, as they are stored: set whole, read by identity provider."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kedjan.access.service import Actor, Changed, NotHere, ProviderScope, Right, Role, decide, require
from kedjan.journal import service as journal
from kedjan.organisation import service as organisation
from kedjan.people import models
from kedjan.people.sign_in_values import Rule


def rule_values(rows: QuerySet[models.DutyRule]) -> dict[UUID, tuple[Rule, ...]]:
    """Return stored rules by identity provider, in the order of claim and value."""
    found: dict[UUID, list[Rule]] = {}
    for row in rows.select_related("unit").order_by("claim", "value", "also_claim", "also_value", "role", "id"):
        rule = Rule(
            row.claim, row.value, Role(row.role), row.unit_id, row.also_claim, row.also_value, row.unit.name, row.id
        )
        found.setdefault(row.identity_provider_id, []).append(rule)
    return {key: tuple(rules) for key, rules in found.items()}


@transaction.atomic
def set_rules(*, by: Actor, now: datetime, identity_provider: UUID, seen: int, rules: Sequence[Rule]) -> None:
    """Put these rules in place of those that stand, from the identity provider's version `seen`; else Changed.

    Duties already given are not touched: each follows at its person's next sign-in. A unit that is not here is NotHere.
    """
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    row = models.IdentityProvider.objects.filter(provider_id=by.provider, id=identity_provider).first()
    if row is None:
        raise NotHere("There is no such identity provider here.")
    if not {rule.unit for rule in rules} <= {unit.id for unit in organisation.unit_tree(provider=by.provider).units}:
        raise NotHere("There is no such unit here.")
    same = models.IdentityProvider.objects.filter(id=row.id, version=seen)
    if not same.update(version=seen + 1):
        raise Changed(by="", at=now, current=row.version)
    row.rules.all().delete()
    models.DutyRule.objects.bulk_create(
        models.DutyRule(
            provider_id=by.provider,
            identity_provider=row,
            claim=claim,
            value=value,
            also_claim=also_claim,
            also_value=also_value,
            role=role,
            unit_id=unit,
        )
        for claim, value, also_claim, also_value, role, unit in sorted({_plain(rule) for rule in rules}, key=str)
    )
    journal.record(
        by=by, now=now, room="people", verb="set_rules", kind="identity_provider", object_id=row.id.hex,
        details={"rules": len(rules)},
    )  # fmt: skip


def _plain(rule: Rule) -> tuple[str, str, str, str, str, UUID]:
    also = (rule.also_claim.strip(), rule.also_value.strip()) if rule.also_claim.strip() else ("", "")
    return rule.claim.strip(), rule.value.strip(), *also, rule.role.value, rule.unit
