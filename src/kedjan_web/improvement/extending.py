"""Giving those who were asked more time to say what they think of the conclusions."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedjan.access.service import NotHere, NotYours, Refused, Right
from kedjan.improvement import service as improvement
from kedjan.improvement.service import Conclusion, State
from kedjan_web import errors
from kedjan_web.components.forms import DayInput
from kedjan_web.improvement.frame import crumbs
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.start.days import day

ONE_WEEK = timedelta(days=7)


class LastDayForm(forms.Form):
    """A later last day; `seen` is the one that it had."""

    seen = forms.DateField(widget=forms.HiddenInput)
    closes_on = forms.DateField(label=gettext_lazy("Last day to answer"), widget=DayInput())

    def __init__(self, data: Any = None, *, last: date) -> None:
        super().__init__(data, initial={"seen": last.isoformat(), "closes_on": last + ONE_WEEK})


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def move(request: PageRequest, id: UUID) -> HttpResponse:
    """Move the last day of what lies before those who were asked."""
    improvement.as_leader(by=request.actor, analysis=id)
    found = improvement.conclusions(by=request.actor, now=request.now, analysis=id)
    last = last_day((each.conclusion for each in found.lines), day(request))
    if last is None:
        messages.warning(request, _("No conclusion can be answered now."))
        return redirect("conclusions", id)
    form = LastDayForm(request.POST or None, last=last)
    if request.method == "POST" and form.is_valid():
        try:
            improvement.move_last_day(by=request.actor, now=request.now, analysis=id, **form.cleaned_data)
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error("closes_on", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The last day is moved."))
            return redirect("conclusions", id)
    context = {"form": form, "last": last, "cancel": reverse("conclusions", args=[id])}
    context |= {"breadcrumbs": crumbs(found.place, (_("More time"), ""))}
    return render(request, "kedjan/improvement/last_day.html", context)


def last_day(conclusions: Iterable[Conclusion], today: date) -> date | None:
    """Return the first day that is the last on which some conclusion can be answered; None where none can."""
    days = [each.closes_on for each in conclusions if each.state is State.FED_BACK and each.closes_on]
    return min((each for each in days if each >= today), default=None)
