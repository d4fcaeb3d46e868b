"""Who is behind a respondent: tied to an account, so that a person finds their own reflections and who read them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, NotHere
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import round_to_lead


@transaction.atomic
def tie_respondents(*, by: Actor, now: datetime, round: UUID, accounts: Mapping[str, UUID]) -> int:
    """Tie respondents, by the keys that files know them by, to accounts of the provider; return how many changed.

    To those who lead the round. An unknown respondent or account is NotHere, and then nothing is tied.
    """
    row = round_to_lead(by, round)
    if set(accounts.values()) - set(people.names_of(by=by, ids=accounts.values())):
        raise NotHere("There is no such account here.")
    found = {each.key: each for each in models.Respondent.objects.filter(round=row, key__in=accounts)}
    if set(accounts) - set(found):
        raise NotHere("There is no such respondent here.")
    changed = [found[key] for key, account in accounts.items() if found[key].account_id != account]
    for each in changed:
        each.account_id = accounts[each.key]
    models.Respondent.objects.bulk_update(changed, ["account"])
    if changed:
        details = {"respondents": len(changed)}
        journal.record(
            by=by,
            now=now,
            room="reflection",
            verb="tied_respondents",
            kind="round",
            object_id=row.id.hex,
            details=details,
        )
    return len(changed)
