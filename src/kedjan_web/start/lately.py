"""How far back a start page looks."""

from datetime import date, datetime, timedelta

from kedjan_web.start.duties import start_of

HALF_A_YEAR = timedelta(days=183)
A_YEAR = timedelta(days=365)
MOST = 5
"""At most so many pieces of news of one kind; the rest stands on their own pages."""


def lately(at: datetime | date | None, now: datetime, within: timedelta = HALF_A_YEAR) -> bool:
    """Return whether something happened within half a year, or another time, before `now`."""
    if at is None:
        return False
    moment = at if isinstance(at, datetime) else start_of(at)
    return now - within <= moment <= now
