"""Tries counted exactly: so many within a time, however many come at once and whichever process they meet."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils.crypto import salted_hmac

from kedjan.people import models


class Tries(StrEnum):
    """What is tried, and by what it is counted: from a network address, for an account's address, at an account."""

    SIGNING_IN_FROM = "signing_in_from"
    GOING_FROM = "going_from"
    WRONG_FROM = "wrong_from"
    WRONG_FOR = "wrong_for"
    WRONG_AT = "wrong_at"
    ASKING_FROM = "asking_from"
    ASKING_FOR = "asking_for"
    CHOOSING_FROM = "choosing_from"
    CHANGING_FOR = "changing_for"


MINUTE = timedelta(minutes=1)
MOST = {
    Tries.SIGNING_IN_FROM: (60, MINUTE),  # a school often has one address for all of its staff
    Tries.GOING_FROM: (600, MINUTE),  # a hundred colleagues open the same mail at once
    Tries.WRONG_FROM: (30, MINUTE),
    Tries.WRONG_FOR: (5, 5 * MINUTE),
    Tries.WRONG_AT: (60, 60 * MINUTE),  # as many, where another account with the address lets the count begin again
    Tries.ASKING_FROM: (20, MINUTE),
    Tries.ASKING_FOR: (3, MINUTE),
    Tries.CHOOSING_FROM: (20, MINUTE),
    Tries.CHANGING_FOR: (5, MINUTE),
}


@transaction.atomic
def may_try(*, what: Tries, who: str, moment: datetime) -> bool:
    """Count a try and return True, or return False where there have been as many as may be; those are not counted.

    The row is locked from the first statement to the end, so that of many at once exactly as many as may are let
    through. `moment` is the machine's, since the demo's clock stands still. `who` may or may not be anybody: nothing
    here depends on it, and what is stored cannot be read as an address.
    """
    most, within = MOST[what]
    row = _locked(what, who, moment + within)
    counted = [each for each in row.moments if moment - within < datetime.fromisoformat(each) <= moment + within]
    if len(counted) >= most:
        return False
    models.Tried.objects.filter(key=row.key).update(moments=[*counted, moment.isoformat()])
    return True


@transaction.atomic
def take_back_try(*, what: Tries, who: str, moment: datetime) -> None:
    """Let the try counted at `moment` not have been one."""
    row = _locked(what, who, moment + MOST[what][1])
    if moment.isoformat() in row.moments:
        row.moments.remove(moment.isoformat())
        models.Tried.objects.filter(key=row.key).update(moments=row.moments)


def forget_tries(*, what: Tries, who: str) -> None:
    """Begin again: it went well, or the password is another."""
    models.Tried.objects.filter(key=_key(what, who)).delete()


def forget_old_tries(*, moment: datetime) -> int:
    """Remove counts that have been over for a day, and return how many."""
    return models.Tried.objects.filter(until__lt=moment - timedelta(days=1)).delete()[0]


def _locked(what: Tries, who: str, until: datetime) -> models.Tried:
    key = _key(what, who)
    # Written first and read second: writing takes the row for this transaction, on either store.
    models.Tried.objects.bulk_create(
        [models.Tried(key=key, until=until)], update_conflicts=True, update_fields=["until"], unique_fields=["key"]
    )
    return models.Tried.objects.get(key=key)


def _key(what: Tries, who: str) -> str:
    return salted_hmac("kedjan.people.throttle", f"{what}:{who.strip().lower()}", algorithm="sha256").hexdigest()
