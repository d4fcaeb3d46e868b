"""Duties that follow what an identity provider says: given when the claim comes, ended when it goes."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from kedjan.access.service import Refused, Role
from kedjan.journal import service as journal
from kedjan.people import models
from kedjan.people.acting import actor_for, day_of, duties_on
from kedjan.people.managing import keep_a_manager
from kedjan.people.rule_rows import rule_values
from kedjan.people.rules import Place, claimed
from kedjan_formats.statement import Statement

BY_CLAIMS = "claims"


def follow_claims(
    *, account: models.Account, row: models.IdentityProvider, statement: Statement, now: datetime
) -> None:
    """Give and end the duties that this identity provider's rules decide on; any other duty is left alone.

    One ends the day before it is found gone, so that nothing it opened stays open. The last duty that manages
    accounts stays, whatever the claims.
    """
    rules = rule_values(models.DutyRule.objects.filter(identity_provider=row)).get(row.id, ())
    told = claimed(rules, statement.claims, statement.left_out)
    today = day_of(now)
    held = {(Role(duty.role), duty.unit_id): duty for duty in _following(account, row, today)}
    for place in sorted(set(held) - told.given - told.unsure, key=str):
        _end(held[place], account, today, now)
    elsewhere = {(Role(duty.role), duty.unit_id) for duty in duties_on(account.id, today)}
    for place in sorted(told.given - set(held) - elsewhere, key=str):
        _give(place, account, row, today, now)


def _following(account: models.Account, row: models.IdentityProvider, today: date) -> list[models.Duty]:
    rows = models.Duty.objects.filter(account=account, identity_provider=row, given_by=BY_CLAIMS)
    return list(rows.filter(Q(ends=None) | Q(ends__gte=today)).select_related("unit"))


def _give(place: Place, account: models.Account, row: models.IdentityProvider, today: date, now: datetime) -> None:
    role, unit = place
    models.Duty.objects.create(
        provider_id=row.provider_id,
        account=account,
        unit_id=unit,
        role=role.value,
        starts=today,
        given_by=BY_CLAIMS,
        identity_provider=row,
    )
    _note(account, now, "claimed_duty", role)


def _end(duty: models.Duty, account: models.Account, today: date, now: datetime) -> None:
    """End a duty yesterday; one that began today has held for no whole day, and is taken away."""
    try:
        keep_a_manager(duty.provider_id, day=today, without_duty=duty)
    except Refused:
        return
    if duty.starts >= today:
        duty.delete()
    else:
        models.Duty.objects.filter(id=duty.id).update(ends=today - timedelta(days=1), version=duty.version + 1)
    _note(account, now, "claim_gone", Role(duty.role))


def _note(account: models.Account, now: datetime, verb: str, role: Role) -> None:
    journal.record(
        by=actor_for(account, now),
        now=now,
        room="people",
        verb=verb,
        kind="account",
        object_id=account.id.hex,
        details={"role": role.value},
    )
