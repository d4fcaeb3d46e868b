"""Whose account it is that an identity provider speaks of: known by its subject, linked once by address, or made."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.journal import service as journal
from kedjan.people import models
from kedjan.people.acting import actor_for
from kedjan.people.claimed_duties import follow_claims
from kedjan.people.rule_rows import rule_values
from kedjan.people.rules import domain_of, matching
from kedjan.people.sign_in_values import Outcome
from kedjan_formats.statement import Statement

OFF = noop("This way of signing in is switched off.")
CLOSED = noop("Your account is closed. Whoever manages accounts at your provider can open it again.")
NO_ACCOUNT = noop("You have no account here yet. Whoever manages accounts at your provider can add one.")
NO_SUBJECT = noop("The identity provider did not send %(claim)s, by which people are known again.")
NO_ADDRESS = noop("The identity provider did not send %(claim)s, which holds the mail address.")
NO_NAME = noop("The identity provider did not send your name, so no account could be made. One can be added by hand.")
PUPIL = noop("The identity provider says that you are a pupil. Accounts here are for staff.")
OTHER_DOMAIN = noop("Your address does not end with any of the domains that this identity provider answers for.")
UNSURE_ADDRESS = noop("The identity provider has not made sure that the address is yours.")
GUEST = noop("You are a guest at this identity provider. Sign in with your own employer's.")
OTHER_PERSON = noop(
    "The account with your address has signed in as somebody else before. "
    "Whoever manages accounts at your provider can undo the link."
)
ALREADY = noop("You would come in to your own account, as you have before.")
LINKED = noop("You would come in, and your account would be linked.")
MADE = noop("You would come in, and an account would be made.")
AFFILIATION = ("eduPersonScopedAffiliation", "eduPersonAffiliation")
PUPILS = {"student", "pupil"}
STAFF = {"employee", "staff", "faculty", "teacher"}


class NotLetIn(Refused):
    """Somebody has signed in at the identity provider and still does not come in here; the reason is fit for them."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Where somebody stands: an account that is linked, one to link, or none (to be made)."""

    subject: str
    address: str
    account: models.Account | None
    linked: bool = False


@transaction.atomic
def recognise(*, way: UUID, statement: Statement, now: datetime) -> UUID:
    """Return the account of whom the statement is about, its duties following the claims; else NotLetIn.

    Known by the subject once linked. The first time by an address of a domain that the identity provider answers for,
    among the accounts of its own provider alone; made then only where the provider has chosen so.
    """
    row = models.IdentityProvider.objects.select_for_update().filter(id=way, is_on=True).first()
    if row is None:
        raise NotLetIn(OFF)
    found = _find(row, statement)
    account = found.account or _made(row, found, statement, now)
    if not found.linked:
        models.IdentityLink.objects.create(
            provider_id=row.provider_id,
            account=account,
            identity_provider=row,
            subject=found.subject,
            linked_at=now,
        )
        _note(account, now, "linked", row)
    follow_claims(account=account, row=row, statement=statement, now=now)
    return account.id


def expected(*, by: Actor, way: UUID, statement: Statement) -> Outcome:
    """Return what a statement would lead to, without doing it: for those who manage accounts and try the way in."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    row = models.IdentityProvider.objects.filter(provider_id=by.provider, id=way).first()
    if row is None:
        raise NotHere("There is no such identity provider here.")
    rules = rule_values(models.DutyRule.objects.filter(identity_provider=row)).get(row.id, ())
    met = matching(rules, statement.claims)
    subject, address = statement.first(row.subject_claim), statement.first(row.address_claim)
    try:
        found = _find(row, statement)
        if found.account is None:
            _name_in(statement)
    except NotLetIn as refusal:
        return Outcome(False, refusal.message, subject, address, met, refusal.values)
    message = ALREADY if found.linked else LINKED if found.account else MADE
    return Outcome(True, message, subject, address, met)


def note_fault(*, way: UUID, fault: Refused | Exception, now: datetime) -> None:
    """Keep, for those who manage accounts, why somebody did not come in: what was wrong, never whom it was about."""
    message, values = getattr(fault, "message", ""), dict(getattr(fault, "values", {}))
    told = {"message": message, "values": {name: str(value) for name, value in values.items()}}
    models.IdentityProvider.objects.filter(id=way).update(last_fault=told, last_fault_at=now)


def links_of(*, by: Actor, account: UUID) -> tuple[str, ...]:
    """Return the names of the identity providers that an account of the actor's provider is linked to."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    rows = models.IdentityLink.objects.filter(provider_id=by.provider, account_id=account)
    return tuple(rows.order_by("identity_provider__name").values_list("identity_provider__name", flat=True))


@transaction.atomic
def unlink(*, by: Actor, now: datetime, account: UUID) -> None:
    """Forget with whom an account has been linked; at the next sign-in it is linked anew by its address."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    links = models.IdentityLink.objects.filter(provider_id=by.provider, account_id=account)
    if not links.delete()[0]:
        raise NotHere("There is no such link here.")
    journal.record(by=by, now=now, room="people", verb="unlinked", kind="account", object_id=account.hex)


def _find(row: models.IdentityProvider, statement: Statement) -> _Found:
    if statement.issuer != row.issuer:
        raise NotLetIn(OFF)
    subject = statement.first(row.subject_claim)
    if not subject:
        raise NotLetIn(NO_SUBJECT, claim=row.subject_claim)
    address = statement.first(row.address_claim).lower()
    link = models.IdentityLink.objects.filter(identity_provider=row, subject=subject).select_related("account").first()
    if link:
        if not link.account.is_active:
            raise NotLetIn(CLOSED)
        return _Found(subject, address, link.account, linked=True)
    _require_trusted(row, statement, address)
    account = models.Account.objects.filter(provider_id=row.provider_id, email__iexact=address).first()
    if account is None:
        if not row.creates_accounts:
            raise NotLetIn(NO_ACCOUNT)
        return _Found(subject, address, None)
    if not account.is_active:
        raise NotLetIn(CLOSED)
    if models.IdentityLink.objects.filter(identity_provider=row, account=account).exists():
        raise NotLetIn(OTHER_PERSON)
    return _Found(subject, address, account)


def _require_trusted(row: models.IdentityProvider, statement: Statement, address: str) -> None:
    """Refuse to link by an address that the identity provider does not answer for, or has not made sure of."""
    if not address:
        raise NotLetIn(NO_ADDRESS, claim=row.address_claim)
    if statement.guest:
        raise NotLetIn(GUEST)
    if domain_of(address) not in {each.domain for each in row.domains.all()}:
        raise NotLetIn(OTHER_DOMAIN)
    if statement.verified_address is False:
        raise NotLetIn(UNSURE_ADDRESS)


def _made(row: models.IdentityProvider, found: _Found, statement: Statement, now: datetime) -> models.Account:
    account = models.Account.objects.create_user(found.address, provider_id=row.provider_id, name=_name_in(statement))
    _note(account, now, "added", row)
    return account


def _name_in(statement: Statement) -> str:
    """Return the name that was sent, put together where it comes in parts."""
    affiliations = {
        each.partition("@")[0].casefold() for claim in AFFILIATION for each in statement.claims.get(claim, ())
    }
    if affiliations & PUPILS and not affiliations & STAFF:
        raise NotLetIn(PUPIL)
    whole = [statement.first(claim) for claim in ("name", "displayName")]
    parts = [statement.first(claim) for claim in ("given_name", "givenName", "family_name", "sn")]
    name = next(filter(None, whole), "") or " ".join(filter(None, parts))
    if not name:
        raise NotLetIn(NO_NAME)
    return name[:120]


def _note(account: models.Account, now: datetime, verb: str, row: models.IdentityProvider) -> None:
    """Journal what the identity provider led to, as done by the person who signed in."""
    journal.record(
        by=actor_for(account, now),
        now=now,
        room="people",
        verb=verb,
        kind="account",
        object_id=account.id.hex,
        details={"identity_provider": row.id.hex},
    )
