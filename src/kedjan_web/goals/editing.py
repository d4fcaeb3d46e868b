"""Writing frameworks and goals; where somebody else was first, both are shown."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.goals import service as goals
from kedjan_web import errors
from kedjan_web.giving.recipients import id_in
from kedjan_web.goals.forms import DescriptionForm, EndForm, FrameworkForm, GoalForm
from kedjan_web.goals.views import page
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs

FORM = "kedjan/goals/form.html"


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def create(request: PageRequest) -> HttpResponse:
    """Add goals that belong together."""
    form = FrameworkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            goals.add_framework(by=request.actor, now=request.now, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The goals are there."))
            return redirect("goals")
    return render(request, FORM, page(form, _("New goals"), _("Add")))


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def describe(request: PageRequest, framework: UUID) -> HttpResponse:
    """Give goals that belong together another name, kind or days."""
    of = goals.framework(by=request.actor, id=framework)
    form, other, status = DescriptionForm(request.POST or None, of=of), None, 200
    if request.method == "POST" and form.is_valid():
        try:
            goals.describe_framework(by=request.actor, now=request.now, id=framework, **form.cleaned_data)
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            form = DescriptionForm({**request.POST.dict(), "seen": str(changed.current.version)}, of=of)
            other, status = (changed, changed.current.name), 409
        except Refused as refusal:
            form.add_error("name", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("goals")
    context = page(form, _("Name and days"), _("Save"), of.name, other)
    return render(request, FORM, context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def add(request: PageRequest, framework: UUID) -> HttpResponse:
    """Add one goal."""
    of = goals.framework(by=request.actor, id=framework)
    form = GoalForm(request.POST or None, framework=of)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["key"]:
        given = form.cleaned_data
        try:
            goals.add_goal(
                by=request.actor, now=request.now, key=given["key"], framework=framework, text=given["text"],
                parent=id_in(given["parent"]),
            )  # fmt: skip
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error("parent", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The goal is there."))
            return redirect("goals")
    return render(request, FORM, page(form, _("New goal"), _("Add"), of.name))


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def word(request: PageRequest, id: UUID) -> HttpResponse:
    """Say a goal in other words, or let it stand under another."""
    one = goals.goal(by=request.actor, id=id)
    of = goals.framework(by=request.actor, id=one.framework)
    form, other, status = GoalForm(request.POST or None, framework=of, of=one), None, 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            goals.word_goal(
                by=request.actor, now=request.now, id=id, seen=given["seen"] or 0, text=given["text"],
                parent=id_in(given["parent"]),
            )  # fmt: skip
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            form = GoalForm({**request.POST.dict(), "seen": str(changed.current.version)}, framework=of, of=one)
            other, status = (changed, changed.current.text), 409
        except Refused as refusal:
            form.add_error("parent", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("goals")
    return render(request, FORM, page(form, _("Word the goal anew"), _("Save"), one.text, other), status=status)


@require_POST
@needs(Right.LEAD_ROUNDS)
def move(request: PageRequest, id: UUID) -> HttpResponse:
    """Let a goal change places with the one before it or after it."""
    one = goals.goal(by=request.actor, id=id)
    goals.move_goal(
        by=request.actor, now=request.now, id=one.id, seen=seen_in(request), up=request.POST.get("way") == "up"
    )
    return redirect(reverse("goals") + f"#mal-{id.hex}")


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def end(request: PageRequest, id: UUID) -> HttpResponse:
    """Let a goal hold until a day."""
    one = goals.goal(by=request.actor, id=id)
    initial = {"seen": one.version, "on": request.now.date()}
    form, other, status = EndForm(request.POST or None, initial=initial), None, 200
    if request.method == "POST" and form.is_valid():
        try:
            goals.end_goal(by=request.actor, now=request.now, id=id, **form.cleaned_data)
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            form = EndForm({**request.POST.dict(), "seen": str(changed.current.version)})
            other, status = (changed, changed.current.text), 409
        except Refused as refusal:
            form.add_error("on", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The goal has ended. It stays where it has been used."))
            return redirect("goals")
    return render(request, FORM, page(form, _("End the goal"), _("End"), one.text, other), status=status)


@require_POST
@needs(Right.LEAD_ROUNDS)
def take_up(request: PageRequest, id: UUID) -> HttpResponse:
    """Let a goal that had ended hold again."""
    goals.take_up_goal(by=request.actor, now=request.now, id=id)
    messages.success(request, _("The goal holds again."))
    return redirect("goals")
