"""Duties: given at a unit, ended at a day."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, NotHere, Refused, Right
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.people.forms import DutyForm, EndForm
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.start.days import day


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_ACCOUNTS)
def give(request: PageRequest, id: UUID) -> HttpResponse:
    """Give a duty from a day, and to a day where that is known."""
    person = people.person(by=request.actor, id=id)
    tree = organisation.unit_tree(provider=request.actor.provider)
    form = DutyForm(request.POST or None, tree=tree, today=day(request))
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "unit": UUID(form.cleaned_data["unit"])}
        try:
            people.give_duty(by=request.actor, now=request.now, account=id, **given)
        except Refused as refusal:
            form.add_error("ends" if given["ends"] else None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The duty is given."))
            return redirect("person", id)
    return render(request, "kedjan/people/give_duty.html", {"person": person, "form": form})


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_ACCOUNTS)
def end(request: PageRequest, id: UUID, duty: UUID) -> HttpResponse:
    """End a duty with a last day; what it opens closes the day after."""
    person = people.person(by=request.actor, id=id)
    ending = next((each for each in person.duties if each.id == duty), None)
    if ending is None:
        raise NotHere("There is no such duty here.")
    form = EndForm(request.POST or None, initial={"seen": ending.version, "ends": ending.ends or day(request)})
    context = {"person": person, "duty": ending, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            people.end_duty(by=request.actor, now=request.now, duty=duty, **form.cleaned_data)
        except Changed as changed:
            again = EndForm({**request.POST.dict(), "seen": changed.current.version})
            context |= {"duty": changed.current, "form": again, "changed": changed}
            return render(request, "kedjan/people/end_duty.html", context, status=409)
        except Refused as refusal:
            form.add_error("ends", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The last day is set."))
            return redirect("person", id)
    return render(request, "kedjan/people/end_duty.html", context)
