"""A role's time frame: what has been agreed, and agreeing anew."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, Refused, Right, Role
from kedjan.people import service as people
from kedjan.tasks import service as tasks
from kedjan.tasks.service import FrameNow
from kedjan_web import errors
from kedjan_web.components.forms import DayInput
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb
from kedjan_web.start.days import day
from kedjan_web.start.words import role_name
from kedjan_web.tasks.words import hours, in_address, year_in


class FrameForm(forms.Form):
    """What has been agreed: hours and minutes, with whom and when, and from which day it holds."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    hours = forms.IntegerField(label=gettext_lazy("Hours in the school year"), min_value=0, max_value=1800)
    minutes = forms.IntegerField(label=gettext_lazy("and minutes"), min_value=0, max_value=59, initial=0)
    note = forms.CharField(
        label=gettext_lazy("Whom it is about, and how it is meant"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example: class teachers. Or: the team together, 15 minutes a month."),
    )
    agreed_with = forms.CharField(label=gettext_lazy("Agreed with"), max_length=120)
    agreed_on = forms.DateField(label=gettext_lazy("Agreed on"), widget=DayInput)
    valid_from = forms.DateField(label=gettext_lazy("Holds from"), widget=DayInput)


@require_http_methods(["GET", "POST"])
@needs(Right.SET_TIME_FRAMES)
def change(request: PageRequest, role: str) -> HttpResponse:
    """Set the frame of a role in a school year."""
    chosen, year = role_of(role), year_in(request)
    of = now_of(request, chosen, year)
    form = FrameForm(request.POST or None, initial=initial(request, of))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            tasks.set_frame(by=request.actor, now=request.now, role=chosen, school_year=year, **agreed(form))
        except Changed as changed:
            of, status = changed.current, 409
            form = FrameForm({**request.POST.dict(), "seen": of.seen})
            form.add_error(None, errors.said(changed.message, changed.values))
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The time frame is set."))
            return redirect(back(year))
    names = people.shown_names(by=request.actor, ids=[each.set_by for each in of.history])
    return render(request, "kedjan/tasks/frame.html", {"names": names, **page(of, year, form)}, status=status)


def role_of(slug: str) -> Role:
    """Return the role in the address."""
    try:
        return Role(slug.replace("-", "_"))
    except ValueError:
        raise Http404 from None


def now_of(request: PageRequest, role: Role, year: str) -> FrameNow:
    """Return the role's frame as it stands."""
    found = tasks.frames(by=request.actor, now=request.now, school_year=year)
    return next(each for each in found if each.role is role)


def initial(request: PageRequest, of: FrameNow) -> dict[str, Any]:
    """Return what the form holds first: what has been agreed so far."""
    if of.now is None:
        return {"seen": of.seen, "agreed_on": day(request), "valid_from": day(request)}
    return {
        "seen": of.seen,
        "hours": of.now.minutes // 60,
        "minutes": of.now.minutes % 60,
        "note": of.now.note,
        "agreed_with": of.now.agreed_with,
        "agreed_on": day(request),
        "valid_from": day(request),
    }


def agreed(form: FrameForm) -> dict[str, Any]:
    """Return what was agreed, in minutes."""
    given = dict(form.cleaned_data)
    given["minutes"] += 60 * given.pop("hours")
    return given


def back(year: str) -> str:
    """Return the address of the overview of a school year."""
    return f"{reverse('time_frames')}?lasar={in_address(year)}"


def page(of: FrameNow, year: str, form: forms.Form) -> dict[str, Any]:
    """Return what the page of one frame shows."""
    name = role_name(of.role)
    return {
        "of": of,
        "name": name,
        "year": year,
        "form": form,
        "cancel_url": back(year),
        "history": [(hours(each.minutes), each) for each in of.history],
        "breadcrumbs": (Crumb(_("Time frames"), back(year)), Crumb(name.capitalize())),
    }
