"""Filters about people: their names, duties and readings."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kedjan.people.service import Duty, Person
from kedjan_web.components.badges import Badge
from kedjan_web.start.words import role_name

register = template.Library()
register.filter("role_name", role_name)

CURRENT = Badge(gettext_lazy("Current"), "success", "check")
COMING = Badge(gettext_lazy("Coming"), "info", "clock")
OPEN = Badge(pgettext_lazy("account", "Open"), "success", "check")
CLOSED = Badge(pgettext_lazy("account", "Closed"), "neutral", "lock")
NEVER_IN = Badge(gettext_lazy("Not signed in yet"), "info", "clock")
ENDED = Badge(gettext_lazy("Ended"), "neutral", "dash")


@register.filter
def called(account: UUID | None, names: Mapping[UUID | None, str]) -> str:
    """`{{ line.made_by|called:names }}`: what somebody is called, among the names that the page has asked for."""
    return names[account]


@register.filter
def duty_badge(duty: Duty, today: date) -> Badge:
    """Whether a duty holds on a day, has ended, or is to come."""
    day = timezone.localtime(today).date() if isinstance(today, datetime) else today
    if duty.starts > day:
        return COMING
    return ENDED if duty.ends is not None and duty.ends < day else CURRENT


@register.filter
def holds_today(duty: Duty, today: date) -> bool:
    """Whether a duty holds on a day."""
    return duty_badge(duty, today) is CURRENT


@register.filter
def reading_place(kind: str) -> str:
    """Where something was read, in words; a kind without words of its own is a page."""
    places = {"round": _("a reflection round"), "report": _("a report"), "release": _("shared material")}
    return places.get(kind, _("a page"))


@register.filter
def account_badge(person: Person) -> Badge:
    """Whether an account is open, closed, or not yet signed in to."""
    if not person.active:
        return CLOSED
    return OPEN if person.has_signed_in else NEVER_IN
