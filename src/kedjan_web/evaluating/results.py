"""How a round's method was evaluated, for those who lead it, and what they changed because of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, Refused, Right
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.components.dates import in_text
from kedjan_web.components.listing import Tab
from kedjan_web.evaluating import tables
from kedjan_web.evaluating.forms import MethodChangeForm
from kedjan_web.giving.describing import led
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.tables.words import whole, written
from kedjan_web.start.days import day

CHOICE = "uppdrag"


@dataclass(frozen=True, slots=True)
class Told:
    """A version of something that was changed: what, by whom and when it was told."""

    change: reflection.MethodChange
    by: str


@require_GET
@needs(Right.LEAD_ROUNDS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show what those who were asked say of the method, when it is over; and what was changed because of it."""
    of = led(request, id)
    code = request.GET.get(CHOICE) or None
    found = reflection.method_evaluation(by=request.actor, now=request.now, round=id, code=code)
    names = people.shown_names(by=request.actor, ids=[each.by for each in found.history])
    context = {
        "found": found,
        "state": state(found),
        "statements": tables.statements(found) if found.statements else None,
        "groups": tables.groups(found) if found.groups else None,
        "quotes": [{"text": text} for text in found.texts],
        "minutes": tables.minutes(found),
        "in_round": tables.in_round(found.in_round) if found.in_round else None,
        "choices": choices(id, found.in_round) if found.in_round else [],
        "changes": [each for each in found.changes if not each.withdrawn],
        "withdrawn": [each for each in found.changes if each.withdrawn],
        "history": [Told(each, names[each.by]) for each in found.history],
        "is_over": found.stage is reflection.Stage.OVER,
        **shown_frame(of, "method_evaluation"),
    }
    return render(request, "kedjan/evaluating/results.html", context)


def choices(id: UUID, found: reflection.InRound) -> list[Tab]:
    """Return the assignments whose tags can stand there."""
    base = reverse("method_evaluation", args=[id])
    return [Tab(code, f"{base}?{CHOICE}={code}", code == found.code) for code in found.codes]


def state(found: reflection.MethodEvaluation) -> str:
    """Return when it can be evaluated, and by how many it has been."""
    if found.opens is None or found.until is None:
        return _("The round has no last day yet. When it has closed, those asked can evaluate it for three weeks.")
    days = {"first": in_text(found.opens), "last": in_text(found.until)}
    if found.stage is reflection.Stage.NOT_YET:
        return _("Those who were asked can evaluate the round from %(first)s to %(last)s.") % days
    number = written(found.evaluated)
    if number == "..":
        number = _("Fewer than 5")
    words = ngettext("%(n)s of %(asked)s has evaluated it.", "%(n)s of %(asked)s have evaluated it.", found.asked)
    said = words % {"n": number, "asked": whole(found.asked)}
    if found.stage is reflection.Stage.OPEN:
        return said + " " + _("What they say is shown after %(last)s, when nobody can change it any more.") % days
    return said


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def add_change(request: PageRequest, id: UUID) -> HttpResponse:
    """Tell something that was changed."""
    of = led(request, id)
    form = MethodChangeForm(request.POST or None, day=day(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        status = kept(request, id, form, None)
        if status == 302:
            return redirect("method_evaluation", id)
    return render(request, "kedjan/evaluating/change.html", _writing(of, form, None), status=status)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def edit_change(request: PageRequest, id: UUID, change: UUID) -> HttpResponse:
    """Tell it in other words."""
    of = led(request, id)
    found = reflection.method_evaluation(by=request.actor, now=request.now, round=id).changes
    told = next((each for each in found if each.id == change), None)
    if told is None:
        raise NotHere("There is no such change here.")
    form = MethodChangeForm(request.POST or None, of=told)
    status = 200
    if request.method == "POST" and form.is_valid():
        status = kept(request, id, form, change)
        if status == 302:
            return redirect("method_evaluation", id)
        form.made_from(told)
    context = _writing(of, form, told) | {"other": told if status == 409 else None}
    return render(request, "kedjan/evaluating/change.html", context, status=status)


@require_POST
@needs(Right.LEAD_ROUNDS)
def withdraw_change(request: PageRequest, id: UUID, change: UUID) -> HttpResponse:
    """Tell it no longer."""
    led(request, id)
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) < 9):
        raise Refused("The form could not be understood. Open the page again.")
    try:
        reflection.withdraw_method_change(by=request.actor, now=request.now, round=id, id=change, seen=int(seen))
        messages.success(request, _("It is no longer shown to those who were asked. What was told is kept here."))
    except Changed as changed:
        messages.warning(request, errors.said(changed.message, changed.values))
    return redirect("method_evaluation", id)


def kept(request: PageRequest, id: UUID, form: MethodChangeForm, change: UUID | None) -> int:
    """Keep what the form says; return 302, or the status of the answer where something stood in the way."""
    given = form.cleaned_data
    said: dict[str, Any] = {"text": given["text"], "reason": given["reason"], "day": given["day"]}
    try:
        if change is None:
            reflection.add_method_change(by=request.actor, now=request.now, round=id, key=given["key"], **said)
        else:
            reflection.change_method_change(
                by=request.actor, now=request.now, round=id, id=change, seen=given["seen"], **said
            )
    except Changed as changed:
        form.add_error(None, errors.said(changed.message, changed.values))
        return 409
    messages.success(request, _("All who were asked can see it now."))
    return 302


def _writing(of: reflection.Round, form: MethodChangeForm, told: reflection.MethodChange | None) -> dict[str, object]:
    return {"form": form, "told": told, **shown_frame(of, "method_evaluation", last=_("We changed this"))}
