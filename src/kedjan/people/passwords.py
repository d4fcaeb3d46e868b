"""Passwords: one-time links to choose one, the rules for them, and sessions that end with them."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from kedjan.access.service import Actor, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.journal import service as journal
from kedjan.people import models
from kedjan.people.acting import actor_for
from kedjan.people.throttle import Tries, forget_tries
from kedjan.people.values import Recipient


def password_letter(*, account: UUID) -> tuple[Recipient, str] | None:
    """Return whom to write to and the one-time key, which ends when used, at the next sign-in or after three days."""
    row = models.Account.objects.filter(id=account, is_active=True).first()
    if row is None:
        return None
    return Recipient(row.id, row.email, row.language), _key(row)


@transaction.atomic
def invite(*, by: Actor, now: datetime, id: UUID) -> str:
    """Return the one-time key of somebody who has never signed in, to hand over; others get theirs by mail only."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    row = models.Account.objects.filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere("There is no such account here.")
    if not row.is_active:
        raise Refused("The account is closed.")
    if row.last_login is not None:
        raise Refused("This person has signed in before, so the link can only go to their own address.")
    journal.record(by=by, now=now, room="people", verb="invited", kind="account", object_id=id.hex)
    return _key(row)


def opened_by(*, key: str) -> UUID | None:
    """Return the account that a one-time key opens, or None where it is used, too old or made up."""
    row = _account_of(key)
    return row.id if row else None


def password_faults(*, account: UUID, password: str) -> tuple[str, ...]:
    """Return what the rules say against a password, in the reader's language; empty when it will do."""
    try:
        validate_password(password, models.Account.objects.filter(id=account).first())
    except ValidationError as error:
        return tuple(error.messages)
    return ()


@transaction.atomic
def choose_password(*, key: str, password: str, now: datetime) -> UUID:
    """Set the password that a one-time key allows; a used or old key is refused.

    The key and every session end, and wrong tries are forgotten.
    """
    row = _account_of(key)
    if row is None:
        raise Refused("The link has been used or is too old.")
    _set_password(row, password, now)
    forget_tries(what=Tries.WRONG_FOR, who=row.email)
    forget_tries(what=Tries.WRONG_AT, who=row.id.hex)
    return row.id


@transaction.atomic
def change_password(*, by: Actor, now: datetime, old: str, new: str) -> None:
    """Change one's own password; every other session ends. A wrong old password is refused."""
    row = models.Account.objects.get(provider_id=by.provider, id=by.account)
    if not row.check_password(old):
        raise Refused("That is not the password you have now.")
    _set_password(row, new, now)


def came_in(*, account: UUID, now: datetime) -> None:
    """Note when an account last signed in; one-time keys given out before that end."""
    models.Account.objects.filter(id=account).update(last_login=now)


def end_sessions(*, by: Actor, now: datetime) -> None:
    """End every session that `by` has anywhere."""
    models.Account.objects.filter(provider_id=by.provider, id=by.account).update(session_round=F("session_round") + 1)
    journal.record(by=by, now=now, room="people", verb="ended_sessions", kind="account", object_id=by.account.hex)


def _set_password(row: models.Account, password: str, now: datetime) -> None:
    faults = password_faults(account=row.id, password=password)
    if faults:
        raise Refused("The password does not follow the rules.")
    row.set_password(password)
    row.session_round += 1
    row.save(update_fields=["password", "session_round"])
    who = actor_for(row, now)
    journal.record(by=who, now=now, room="people", verb="chose_password", kind="account", object_id=row.id.hex)


def _key(row: models.Account) -> str:
    return f"{row.id.hex}-{default_token_generator.make_token(row)}"


def _account_of(key: str) -> models.Account | None:
    account, _, token = key.partition("-")
    try:
        row = models.Account.objects.filter(id=UUID(account), is_active=True).first()
    except ValueError:
        return None
    return row if row and default_token_generator.check_token(row, token) else None
