"""On the start page: duties that began or are about to end, and for those who manage accounts, everybody's."""

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kedjan.access.service import Actor, ProviderScope, Right, decide
from kedjan.people import service as people
from kedjan_web.start.items import Kind, StartItem
from kedjan_web.start.words import role_name

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def changed(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield one's own duties that began or end within a month of today."""
    today = now.astimezone(STOCKHOLM).date()
    for change in people.duties_changing(by=actor, day=today):
        duty = change.duty
        words = {"role": role_name(duty.role), "unit": duty.unit_name}
        if duty.ends is not None and duty.ends >= today:
            title = _("Your duty as %(role)s at %(unit)s ends") % words
            text = _("The last day is %(day)s. What it opens closes the day after.") % {"day": day_in(duty.ends)}
        else:
            title = _("You are now %(role)s at %(unit)s") % words
            text = _("Since %(day)s. See what the duty opens.") % {"day": day_in(duty.starts)}
        yield StartItem(title, text, reverse("my_rights"), Kind.CHANGED, start_of(duty.starts))


def to_do(actor: Actor, now: datetime) -> Iterator[StartItem]:
    """Yield, for those who manage accounts, the accounts that nothing is open to."""
    if not decide(actor, Right.MANAGE_ACCOUNTS, on=ProviderScope(actor.provider)).allowed:
        return
    number = people.without_duty(by=actor, day=now.astimezone(STOCKHOLM).date())
    if number:
        title = ngettext("%(n)d account has no current duty", "%(n)d accounts have no current duty", number)
        text = _("They can sign in, but nothing is open to them. Give a duty, or close the account.")
        yield StartItem(title % {"n": number}, text, reverse("people") + "?utan=1", Kind.TO_DO, now)


def start_of(day: date) -> datetime:
    """Return when a day begins in Stockholm."""
    return datetime.combine(day, time.min, STOCKHOLM)


def day_in(day: date) -> str:
    """Return a day in words."""
    return date_format(day, "j F Y")
