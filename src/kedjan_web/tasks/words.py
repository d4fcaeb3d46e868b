"""Minutes in words, and school years in addresses."""

import re

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kedjan.organisation import service as organisation
from kedjan.tasks.service import Over
from kedjan_web.start.days import day
from kedjan_web.start.words import role_name

_YEAR = re.compile(r"(\d{4})-(\d{2})")


def hours(minutes: int) -> str:
    """Return minutes as they are spoken of: `3 h 20 min`, `8 h`, `45 min`; what is below zero has a minus sign."""
    whole, rest = divmod(abs(minutes), 60)
    parts = [f"{whole}\N{NO-BREAK SPACE}h"] if whole else []
    parts += [f"{rest}\N{NO-BREAK SPACE}min"] if rest or not whole else []
    return ("\N{MINUS SIGN}" if minutes < 0 else "") + "\N{NO-BREAK SPACE}".join(parts)


def year_in(request: HttpRequest) -> str:
    """Return the school year in the address (`2026-27`), or else the one that today lies in."""
    found = _YEAR.fullmatch(request.GET.get("lasar", ""))
    if found and int(found[2]) == (int(found[1]) + 1) % 100:
        return f"{found[1]}/{found[2]}"
    return organisation.school_year_of(day(request))  # type: ignore[arg-type]  # the middleware has put `now` there


def in_address(school_year: str) -> str:
    """Return a school year as it stands in an address."""
    return school_year.replace("/", "-")


def beside(school_year: str, step: int) -> str:
    """Return the school year so many years later."""
    first = int(school_year[:4]) + step
    return f"{first:04d}/{(first + 1) % 100:02d}"


def over_words(over: Over) -> str:
    """Return by how much a role would come above its frame."""
    frame = over.load.frame.minutes if over.load.frame else 0
    return _("%(role)s: %(asked)s more would make %(sum)s of the agreed %(frame)s. That is %(above)s too much.") % {
        "role": role_name(over.load.role).capitalize(),
        "asked": hours(over.asked),
        "sum": hours(over.load.minutes + over.asked),
        "frame": hours(frame),
        "above": hours(over.above),
    }
