"""Dates as Swedish readers write them: words in text, ISO in tables, weeks by number."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def in_text(when: date) -> str:
    """`16 november 2026`, in the reader's language."""
    return date_format(_local(when), "j F Y")


def day_in_text(day: str) -> str:
    """`9 juni 2026` of a day that was kept as `2026-06-09`; what is no such day stands as it is."""
    try:
        return in_text(date.fromisoformat(day))
    except ValueError:
        return day


def in_text_without_year(when: date) -> str:
    """`16 november`, where the year is plain from the page."""
    return date_format(_local(when), "j F")


def in_table(when: date) -> str:
    """`2026-11-16`, which sorts as it reads."""
    return _local(when).isoformat()


def with_clock(when: datetime) -> str:
    """`16 november 2026 kl. 07.40`, in the time of Sweden."""
    there = timezone.localtime(when)
    return _("%(day)s at %(clock)s") % {"day": in_text(there), "clock": clock(there)}


def clock(when: datetime) -> str:
    """`07.40`, in the time of Sweden."""
    return date_format(timezone.localtime(when), "H.i")


def week(when: date) -> str:
    """`v. 47`, by ISO 8601."""
    return _("week %(number)d") % {"number": _local(when).isocalendar().week}


def _local(when: date) -> date:
    if isinstance(when, datetime):
        return (timezone.localtime(when) if timezone.is_aware(when) else when).date()
    return when
