"""When a notice is due, and when it is tried again."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kedjan.notices.values import Pace

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DIGEST_WEEKDAY = 0
DIGEST_TIME = time(7, 0)
MOST_TRIES = 8


def due_at(pace: Pace, now: datetime) -> datetime:
    """Return when a notice written at `now` is due: at once, alone or not, or next Monday at seven in Stockholm."""
    if pace is not Pace.WEEKLY:
        return now
    here = now.astimezone(STOCKHOLM)
    monday = here.date() + timedelta(days=(DIGEST_WEEKDAY - here.weekday()) % 7)
    digest = datetime.combine(monday, DIGEST_TIME, STOCKHOLM)
    return digest if digest > here else datetime.combine(monday + timedelta(days=7), DIGEST_TIME, STOCKHOLM)


def next_try(tries: int, now: datetime) -> datetime:
    """Return when to try again after so many failures: 2, 4, 8 ... minutes, at most a day."""
    return now + min(timedelta(minutes=2**tries), timedelta(days=1))
