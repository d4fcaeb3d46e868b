"""Whether people sign in with a password beside their own identity provider. Those who manage accounts always may."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Changed, ProviderScope, Refused, Right, decide, holds_anywhere, require
from kedjan.journal import service as journal
from kedjan.people import models
from kedjan.people.acting import actor_for
from kedjan.people.sign_in_values import PasswordRule


def password_rule(*, by: Actor) -> PasswordRule:
    """Return whether ordinary people of the provider may sign in with a password."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    row = models.SignInRule.objects.filter(provider_id=by.provider).first()
    return PasswordRule(row.passwords, row.version) if row else PasswordRule(passwords=True, version=0)


@transaction.atomic
def let_passwords(*, by: Actor, now: datetime, passwords: bool, seen: int) -> PasswordRule:
    """Let ordinary people sign in with a password, or not, from the rule's version `seen`; else Changed.

    Refused: to shut them out where no identity provider is on.
    """
    current = password_rule(by=by)
    if current.version != seen:
        raise Changed(by="", at=now, current=current)
    if not passwords and not _others_on(by.provider):
        raise Refused("No identity provider is switched on, so nobody could sign in without a password.")
    models.SignInRule.objects.update_or_create(
        provider_id=by.provider, defaults={"passwords": passwords, "version": seen + 1}
    )
    verb = "let_passwords" if passwords else "shut_passwords"
    journal.record(by=by, now=now, room="people", verb=verb, kind="sign_in", object_id=by.provider.hex)
    return password_rule(by=by)


def keep_a_way_in(provider: UUID, *, without: UUID) -> None:
    """Refuse to switch off the last identity provider of those who have no password to sign in with."""
    shut = models.SignInRule.objects.filter(provider_id=provider, passwords=False).exists()
    if shut and not _others_on(provider, without):
        raise Refused("It is the only way in while passwords are off. Let people use passwords first.")


def password_opens(*, account: UUID, now: datetime) -> bool:
    """Return whether an account may be signed in to with a password: its provider lets it, or it manages accounts."""
    row = models.Account.objects.get(id=account)
    shut = models.SignInRule.objects.filter(provider_id=row.provider_id, passwords=False).exists()
    return not shut or holds_anywhere(actor_for(row, now), Right.MANAGE_ACCOUNTS).allowed


def _others_on(provider: UUID, without: UUID | None = None) -> bool:
    on = models.IdentityProvider.objects.filter(provider_id=provider, is_on=True).values_list("id", flat=True)
    return bool(set(on) - {without})
