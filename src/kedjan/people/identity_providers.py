"""Identity providers: added, described, switched on and off by those who manage accounts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from kedjan.access.service import Actor, Changed, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.journal import service as journal
from kedjan.people import asking, models
from kedjan.people.naming import shown_name
from kedjan.people.password_rule import keep_a_way_in
from kedjan.people.rule_rows import rule_values
from kedjan.people.rules import domain_of
from kedjan.people.sealing import sealed
from kedjan.people.sign_in_values import IdentityProvider, Protocol, ProviderSettings, Way

KIND = "identity_provider"


def ways_in() -> tuple[Way, ...]:
    """Return the identity providers that are on, of every provider, by name: what a sign-in page shows."""
    rows = models.IdentityProvider.objects.filter(is_on=True).order_by("name", "id")
    return tuple(Way(row.id, row.provider_id, row.name) for row in rows)


def way_for(*, address: str) -> Way | None:
    """Return the identity provider that answers for a mail address, by its domain alone: no account is looked for."""
    found = models.AnsweredDomain.objects.filter(domain=domain_of(address), identity_provider__is_on=True)
    row = found.select_related("identity_provider").first()
    return Way(row.identity_provider_id, row.provider_id, row.identity_provider.name) if row else None


def identity_providers(*, by: Actor) -> tuple[IdentityProvider, ...]:
    """Return the provider's identity providers by name."""
    _require(by)
    rows = models.IdentityProvider.objects.filter(provider_id=by.provider).annotate(linked=Count("links"))
    rows = rows.prefetch_related("domains").order_by("name", "id")
    rules = rule_values(models.DutyRule.objects.filter(provider_id=by.provider))
    return tuple(_value(row, rules.get(row.id, ())) for row in rows)


def identity_provider(*, by: Actor, id: UUID) -> IdentityProvider:
    """Return one identity provider of the actor's provider, with its rules."""
    found = next((each for each in identity_providers(by=by) if each.id == id), None)
    if found is None:
        raise NotHere("There is no such identity provider here.")
    return found


def add_identity_provider(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    protocol: Protocol,
    settings: ProviderSettings,
    secret: str = "",
    metadata: str = "",
) -> IdentityProvider:
    """Add an identity provider, off until it is switched on; what it says of itself is fetched and read first.

    The same key twice is once. Refused: an address that is no identity provider, a name or a domain already taken.
    """
    _require(by)
    if models.IdentityProvider.objects.filter(provider_id=by.provider, id=key).exists():
        return identity_provider(by=by, id=key)
    described = asking.described(protocol, settings, metadata)
    with transaction.atomic():
        _require_free_name(by, settings.name)
        row = models.IdentityProvider(id=key, provider_id=by.provider, protocol=protocol.value)
        _fill(row, settings, described)
        row.secret = sealed(secret, owner=key)
        row.save(force_insert=True)
        _answer_for(row, settings.domains)
        journal.record(by=by, now=now, room="people", verb="added", kind=KIND, object_id=key.hex)
    return identity_provider(by=by, id=key)


def change_identity_provider(
    *,
    by: Actor,
    now: datetime,
    id: UUID,
    seen: int,
    settings: ProviderSettings,
    secret: str = "",
    metadata: str = "",
) -> IdentityProvider:
    """Describe an identity provider anew from its version `seen`; an empty secret or metadata leaves those as they are.

    Refused once somebody is known there: another issuer, or another claim to know people by.
    """
    _require(by)
    row = models.IdentityProvider.objects.filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere("There is no such identity provider here.")
    described = asking.described(
        Protocol(row.protocol), settings, metadata or ("" if settings.address else row.metadata)
    )
    with transaction.atomic():
        row = models.IdentityProvider.objects.select_for_update().get(provider_id=by.provider, id=id)
        if row.version != seen:
            raise Changed(**_last_change(by, id, now), current=identity_provider(by=by, id=id))
        known = (row.issuer, row.subject_claim) != (described.issuer, settings.subject_claim)
        if known and row.links.exists():
            raise Refused("People have signed in with it already. Add the new one beside it instead.")
        if row.name != settings.name:
            _require_free_name(by, settings.name)
        _fill(row, settings, described)
        row.secret = sealed(secret, owner=id) if secret else row.secret
        row.version = seen + 1
        row.save()
        row.domains.all().delete()
        _answer_for(row, settings.domains)
        journal.record(by=by, now=now, room="people", verb="changed", kind=KIND, object_id=id.hex)
    return identity_provider(by=by, id=id)


@transaction.atomic
def switch_identity_provider(*, by: Actor, now: datetime, id: UUID, on: bool) -> IdentityProvider:
    """Let people sign in with it, or no longer; refused where nobody without a password could come in any more."""
    _require(by)
    if not on:
        keep_a_way_in(by.provider, without=id)
    if not models.IdentityProvider.objects.filter(provider_id=by.provider, id=id).update(is_on=on):
        raise NotHere("There is no such identity provider here.")
    verb = "switched_on" if on else "switched_off"
    journal.record(by=by, now=now, room="people", verb=verb, kind=KIND, object_id=id.hex)
    return identity_provider(by=by, id=id)


def _require(by: Actor) -> None:
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))


def _require_free_name(by: Actor, name: str) -> None:
    if models.IdentityProvider.objects.filter(provider_id=by.provider, name=name).exists():
        raise Refused("There is already an identity provider called %(name)s.", name=name)


def _fill(row: models.IdentityProvider, settings: ProviderSettings, described: asking.Described) -> None:
    row.name, row.client = settings.name, settings.client
    row.address_claim, row.subject_claim = settings.address_claim, settings.subject_claim
    row.creates_accounts, row.signs_requests = settings.creates_accounts, settings.signs_requests
    row.address, row.issuer, row.metadata = settings.address, described.issuer, described.metadata


def _answer_for(row: models.IdentityProvider, domains: Sequence[str]) -> None:
    """Note the domains; one that another identity provider answers for, whoever's, is refused."""
    wanted = sorted({domain.strip().lower().lstrip("@") for domain in domains if domain.strip()})
    taken = models.AnsweredDomain.objects.filter(domain__in=wanted).values_list("domain", flat=True).first()
    if taken:
        raise Refused("Another identity provider answers for %(domain)s already.", domain=taken)
    models.AnsweredDomain.objects.bulk_create(
        models.AnsweredDomain(provider_id=row.provider_id, identity_provider=row, domain=domain) for domain in wanted
    )


def _last_change(by: Actor, id: UUID, now: datetime) -> dict[str, Any]:
    for entry in journal.history_of(by=by, kind=KIND, object_id=id.hex):
        if entry.verb == "changed":
            return {"by": shown_name(by=by, id=entry.actor), "at": entry.at}
    return {"by": "", "at": now}


def _value(row: Any, rules: Sequence[Any]) -> IdentityProvider:
    settings = ProviderSettings(
        row.name,
        row.address,
        row.client,
        tuple(sorted(each.domain for each in row.domains.all())),
        row.address_claim,
        row.subject_claim,
        row.creates_accounts,
        row.signs_requests,
    )
    return IdentityProvider(
        row.id,
        Protocol(row.protocol),
        settings,
        row.issuer,
        row.is_on,
        bool(row.secret),
        tuple(rules),
        row.linked,
        row.version,
        row.last_fault,
        row.last_fault_at,
    )
