"""What people are called where something they did is shown. Rows hold who it was; the name is looked up each time."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.people import models

PROTECTED = noop("Colleague with protected identity")
ERASED = noop("Colleague without an account")
UNKNOWN = noop("Unknown colleague")
COMMAND_LINE = noop("The command line")
INSTALLATION = UUID(int=0)
"""Stands for whoever holds the machine, in the Actor of the command line."""


def names_of(*, by: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the shown names of accounts in the actor's provider; protected persons are not named."""
    rows = models.Account.objects.filter(provider_id=by.provider, id__in=set(ids))
    return {
        account: shown_as(name, protected=protected)
        for account, name, protected in rows.values_list("id", "name", "protected_identity")
    }


def shown_names(*, by: Actor, ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Return what to call each of those who did something, in one query and in the reader's language.

    A closed account keeps its name. A protected person, somebody without an account here (erased, say), and None,
    where nobody knows any more who it was, have neutral words.
    """
    asked = set(ids)
    accounts = asked - {None, INSTALLATION}
    known = names_of(by=by, ids=[each for each in accounts if each]) if accounts else {}
    names: dict[UUID | None, str] = {each: known.get(each) or _(ERASED) for each in accounts if each}
    return {**names, None: _(UNKNOWN), INSTALLATION: _(COMMAND_LINE)}


def shown_name(*, by: Actor, id: UUID | None) -> str:
    """Return what to call one who did something, as `shown_names` does."""
    return shown_names(by=by, ids=[id])[id]


def shown_as(name: str, *, protected: bool) -> str:
    """Return a name as it may be shown."""
    return _(PROTECTED) if protected else name
