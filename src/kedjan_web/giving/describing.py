"""Describing an assignment: from a template or from nothing, and anew."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import Changed, NotHere, Refused, Right, require
from kedjan.goals import service as goals
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.giving.forms import AssignmentForm, NameForm, filled_from
from kedjan_web.giving.words import THEMES, listed, missing_words
from kedjan_web.giving.workbench import next_code
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import shown_frame


@require_GET
@needs(Right.LEAD_ROUNDS)
def choose(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose a template to begin a new assignment from, or none."""
    of = led(request, id)
    found = reflection.templates(by=request.actor)
    groups = [(theme.value, words, [each for each in found if each.theme is theme]) for theme, words in THEMES.items()]
    context = {
        "groups": [group for group in groups if group[2]],
        **shown_frame(of, "workbench", last=_("New assignment")),
    }
    return render(request, "kedjan/giving/templates.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def create(request: PageRequest, id: UUID) -> HttpResponse:
    """Describe a new assignment; it is a draft until it is published."""
    of = led(request, id)
    begin = begun_from(request, of)
    form = AssignmentForm(
        request.POST or None,
        frameworks=goals.frameworks(by=request.actor),
        initial={"seen": of.version, **filled_from(begin, emotion=False)},
    )
    context = {"form": form, "heading": _("New assignment"), "readers": names(of)}
    if request.method == "POST" and form.is_valid():
        try:
            reflection.add_assignments(
                by=request.actor,
                now=request.now,
                id=id,
                seen=form.cleaned_data["seen"],
                assignments=[form.assignment()],
            )
        except Changed as changed:
            return conflict(request, of, changed, context)
        except Refused as refusal:
            form.add_error("code", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The assignment is there as a draft."))
            return redirect("workbench", id)
    return page(request, of, context)


def begun_from(request: PageRequest, of: reflection.Round) -> reflection.Assignment:
    """Return the assignment that the address begins from: a template's, or an empty one."""
    key = request.GET.get("mall", "")
    begin = reflection.template(by=request.actor, key=key).assignment if key else reflection.Assignment("", "")
    return replace(begin, code=next_code(of))


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def change(request: PageRequest, id: UUID, code: str) -> HttpResponse:
    """Describe an assignment anew; where somebody else was first, that is told."""
    of = led(request, id)
    told = assignment_of(of, code)
    form = AssignmentForm(
        request.POST or None,
        frameworks=goals.frameworks(by=request.actor),
        fixed_code=True,
        initial={"seen": of.version, **filled_from(told, emotion=of.emotion)},
    )
    context = {"form": form, "heading": _("Assignment %(code)s") % {"code": code}, "readers": names(of)}
    if request.method == "POST" and form.is_valid():
        try:
            given = replace(form.assignment(), code=code)
            reflection.change_assignment(
                by=request.actor, now=request.now, id=id, seen=form.cleaned_data["seen"], assignment=given
            )
        except Changed as changed:
            return conflict(request, of, changed, context)
        except reflection.NotReady as refusal:
            form.add_error(None, missing_words(refusal.missing))
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("workbench", id)
    return page(request, of, context)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def keep(request: PageRequest, id: UUID, code: str) -> HttpResponse:
    """Keep an assignment as a template of one's own."""
    of = led(request, id)
    told = assignment_of(of, code)
    form = NameForm(request.POST or None, initial={"key": uuid4(), "name": told.heading})
    if request.method == "POST" and form.is_valid():
        try:
            reflection.keep_template(
                by=request.actor,
                now=request.now,
                round=id,
                code=code,
                name=form.cleaned_data["name"],
                key=form.cleaned_data["key"],
            )
        except Refused as refusal:
            form.add_error("name", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The template is there for the next round."))
            return redirect("assignment_templates", id)
    context = {"form": form, **shown_frame(of, "workbench", last=_("Keep as template"))}
    return render(request, "kedjan/giving/keep.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def put_away(request: PageRequest, id: UUID, template: UUID) -> HttpResponse:
    """Offer a template of one's own no longer, once that is confirmed."""
    of = led(request, id)
    found = reflection.template(by=request.actor, key=str(template))
    if request.method == "POST":
        reflection.put_template_away(by=request.actor, now=request.now, id=template)
        messages.success(request, _("The template is put away."))
        return redirect("assignment_templates", id)
    context = {
        "heading": _("Put the template %(name)s away?") % {"name": found.name},
        "consequences": [_("It is no longer offered. Assignments made from it stay as they are.")],
        "button": _("Put away"),
        "cancel": "assignment_templates",
        **shown_frame(of, "workbench", last=_("Put away")),
    }
    return render(request, "kedjan/giving/act.html", context)


def led(request: PageRequest, id: UUID) -> reflection.Round:
    """Return the round to one who leads it."""
    of = reflection.round(by=request.actor, id=id)
    require(of.may_lead)
    return of


def assignment_of(of: reflection.Round, code: str) -> reflection.Assignment:
    """Return the round's assignment with that code."""
    found = next((each for each in of.assignments if each.code == code), None)
    if found is None:
        raise NotHere("There is no such assignment here.")
    return found


def names(of: reflection.Round) -> str:
    """Return who reads, in a sentence."""
    return listed([each.name for each in of.readers])


def conflict(request: PageRequest, of: reflection.Round, changed: Changed, context: dict[str, Any]) -> HttpResponse:
    """Show the form as it was filled in, from the version that now stands, with who was first."""
    filled = request.POST.copy()
    filled["seen"] = str(changed.current.version)
    form: AssignmentForm = context["form"]
    again = AssignmentForm(
        filled,
        frameworks=goals.frameworks(by=request.actor),
        fixed_code=form.fields["code"].widget.is_hidden,
        initial=dict(form.initial),
    )
    return page(request, of, context | {"form": again, "changed": changed}, status=409)


def page(request: PageRequest, of: reflection.Round, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Show the form."""
    shown = {**context, **shown_frame(of, "workbench", last=context["heading"])}
    return render(request, "kedjan/giving/assignment.html", shown, status=status)
