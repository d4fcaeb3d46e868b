"""What a round promised of time, and what was given, in sentences; and saying that something came about."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kedjan.access.service import Refused, Right
from kedjan.reflection import service as reflection
from kedjan_statistics.figure import Figure
from kedjan_web import errors
from kedjan_web.components.dates import in_text
from kedjan_web.components.numbers import shown
from kedjan_web.giving.words import EVENTS
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise in a sentence; `form` is there where one may say that it came about."""

    event: UUID
    title: str
    text: str
    day: str
    asks: bool


class HeldForm(forms.Form):
    """On which day it came about; empty takes that back."""

    on = forms.DateField(required=False)


def promise_lines(found: Iterable[reflection.Promise]) -> list[PromiseLine]:
    """Return each meeting and feedback with whether it came about on its day."""
    return [
        PromiseLine(
            each.event,
            each.text or str(EVENTS[each.kind]),
            " ".join(_sentences(each)),
            (each.held_on or each.day).isoformat(),
            each.past or each.held_on is not None,
        )
        for each in found
    ]


def answer_line(found: reflection.FirstAnswers) -> str:
    """Return how soon people got a first answer; empty where nothing was sent here."""
    if not found.of:
        return ""
    words = ngettext(
        "%(answered)s of %(of)s reflection has been answered.",
        "%(answered)s of %(of)s reflections have been answered.",
        found.of,
    )  # fmt: skip
    said = words % {"answered": found.answered, "of": found.of}
    if found.median is None:
        return said + " " + _("Fewer than five, so it is not said how soon.")
    days = shown(Figure(found.median.numerator, found.median.denominator, "mean"), decimals=_decimals(found))
    return said + " " + _("Half of those had their first answer within %(days)s days (median).") % {"days": days}


def _decimals(found: reflection.FirstAnswers) -> int:
    return 0 if found.median is None or found.median.denominator == 1 else 1


def _sentences(each: reflection.Promise) -> list[str]:
    day = in_text(each.day)
    promised = _("Promised %(day)s.") % {"day": day}
    if each.minutes:
        words = _("Promised %(day)s, %(minutes)s minutes.")
        promised = words % {"day": day, "minutes": each.minutes}
    if each.held_on is None or each.late is None:
        return [promised, _("The day has passed, and nobody has said that it came about.")] if each.past else [promised]
    if each.late <= 0:
        return [promised, _("Given in time, %(day)s.") % {"day": in_text(each.held_on)}]
    late = ngettext("Given %(day)s, %(n)d day late.", "Given %(day)s, %(n)d days late.", each.late)
    return [promised, late % {"day": in_text(each.held_on), "n": each.late}]


@require_POST
@needs(Right.LEAD_ROUNDS)
def held(request: PageRequest, id: UUID, event: UUID) -> HttpResponse:
    """Say on which day a meeting or feedback came about, or take that back."""
    form = HeldForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Write the day as year-month-day."))
        return redirect("round_schedule", id)
    try:
        reflection.tell_held(by=request.actor, now=request.now, round=id, event=event, on=form.cleaned_data["on"])
        messages.success(request, _("Saved."))
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.warning(request, errors.said(refusal.message, refusal.values))
    return redirect("round_schedule", id)
