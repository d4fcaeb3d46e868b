"""Accounts from the command line: the first ones of a new installation, and the way back in."""

import argparse
import sys
from datetime import UTC, datetime
from uuid import UUID

from kedjan_formats.terminal import plain
from kedjan_site.command.providers import add_provider, provider_called
from kedjan_site.setup import set_up


def run(argv: list[str]) -> int:
    """Add an account, list accounts, or make a one-time link to a password. No password is ever taken or shown."""
    chosen = parser().parse_args(argv)
    set_up()
    from kedjan.access.service import Refused
    from kedjan_site.starting import begun

    problems = begun()
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 2
    try:
        return int(WORDS[chosen.word](chosen))
    except Refused as refusal:
        print(f"kedjan user: {plain(str(refusal))}", file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """Return what the command understands."""
    whole = argparse.ArgumentParser(prog="kedjan user")
    words = whole.add_subparsers(dest="word", required=True, metavar="WORD")
    add = words.add_parser("add", help="add an account with a duty, and print a one-time link to its password")
    add.add_argument("email", metavar="ADDRESS", help="the mail address to sign in with")
    add.add_argument("--name", required=True, help="first and last name, as colleagues know it")
    add.add_argument("--role", required=True, help="for example administrator, principal, quality_developer")
    add_provider(add, "the education provider, by name; it is founded where there is none of that name")
    add.add_argument("--unit", help="the unit of the duty, by name (default: the whole provider)")
    listed = words.add_parser("list", help="list accounts with their current duties")
    add_provider(listed)
    password = words.add_parser("password", help="print a one-time link to a new password")
    password.add_argument("email", metavar="ADDRESS", help="the mail address that one signs in with")
    add_provider(password, "the education provider, by name, where several have an account with the address")
    return whole


def add(chosen: argparse.Namespace) -> int:
    """Add an account with a duty from today."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import transaction

    from kedjan.access.service import Refused, Role
    from kedjan.people import service as people

    if chosen.role not in set(Role):
        raise Refused(
            "There is no duty called %(role)s; there are: %(roles)s.", role=chosen.role, roles=", ".join(Role)
        )
    try:
        validate_email(chosen.email)
    except ValidationError as error:
        raise Refused("%(address)s is not a mail address.", address=chosen.email) from error
    refuse_without_address()
    now = datetime.now(UTC)
    with transaction.atomic():
        provider = provider_called(chosen.provider, found=True)
        by = people.system_actor(provider=provider)
        made = people.add_account(by=by, now=now, email=chosen.email, name=chosen.name)
        unit = unit_called(provider, chosen.unit)
        people.give_duty(by=by, now=now, account=made.id, unit=unit, role=Role(chosen.role), starts=now.date())
    print(link_to_password(made.id))
    return 0


def show(chosen: argparse.Namespace) -> int:
    """Print a line for each account; a protected person stands there without name and address."""
    from kedjan.people import service as people

    by = people.system_actor(provider=provider_called(chosen.provider))
    today = datetime.now(UTC).date()
    page: int | None = 1
    while page:
        found = people.people(by=by, page=page)
        for person in found.items:
            duties = [d for d in person.duties if d.starts <= today and (d.ends is None or d.ends >= today)]
            held = "; ".join(f"{duty.role} at {duty.unit_name}" for duty in duties) or "no current duty"
            print(f"{person.email or '-'}\t{plain(person.name)}\t{plain(held)}{'' if person.active else '\tclosed'}")
        page = found.next
    return 0


def password(chosen: argparse.Namespace) -> int:
    """Print a link for the open account with that address."""
    from kedjan.access.service import NotHere
    from kedjan.people import service as people

    refuse_without_address()
    provider = provider_called(chosen.provider) if chosen.provider else None
    account = people.account_by_address(address=chosen.email, provider=provider)
    if account is None:
        raise NotHere("There is no open account with that address.")
    print(link_to_password(account))
    return 0


def refuse_without_address() -> None:
    """Refuse where nothing says at which address people reach this installation: a link would lead nowhere."""
    from django.conf import settings

    from kedjan.access.service import Refused

    if not settings.KEDJAN_ADDRESS and not settings.ALLOWED_HOSTS:
        raise Refused(
            "The link has to lead somewhere: set KEDJAN_HOSTS=kedjan.example.se as for kedjan serve, "
            "or KEDJAN_ADDRESS=https://kedjan.example.se."
        )


def link_to_password(account: UUID) -> str:
    """Return the whole address at which the account's password is chosen, once."""
    from django.urls import reverse

    from kedjan.people import service as people
    from kedjan_web.sign_in.addresses import site_address

    letter = people.password_letter(account=account)
    assert letter is not None, "the account is open"
    return site_address(reverse("password_new", args=[letter[1]]))


def unit_called(provider: UUID, name: str | None) -> UUID:
    """Return the unit of that name, or the root; a name that is not there is refused with those that are."""
    from kedjan.access.service import NotHere
    from kedjan.organisation import service as organisation

    units = organisation.unit_tree(provider=provider).units
    for unit in units:
        if unit.name == name or (name is None and unit.parent is None):
            return unit.id
    names = ", ".join(unit.name for unit in units)
    raise NotHere("There is no unit called %(name)s; there are: %(names)s.", name=name, names=names)


WORDS = {"add": add, "list": show, "password": password}
