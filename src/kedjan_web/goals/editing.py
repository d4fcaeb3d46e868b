"""Writing frameworks and goals; where somebody else was first, both are shown."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Right
from kedjan.goals import service as goals
from kedjan_web.components.dates import in_text
from kedjan_web.giving.recipients import id_in
from kedjan_web.goals.asking import Asked, asked
from kedjan_web.goals.forms import DescriptionForm, EndForm, FrameworkForm, GoalForm
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def create(request: PageRequest) -> HttpResponse:
    """Add goals that belong together."""

    def keep(form: FrameworkForm) -> None:
        goals.add_framework(by=request.actor, now=request.now, **form.cleaned_data)

    what = Asked(_("New goals"), _("Add"), done=_("The goals are there."), wrong="name")
    return asked(request, what, FrameworkForm, keep)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def describe(request: PageRequest, framework: UUID) -> HttpResponse:
    """Give goals that belong together another name, kind or days."""
    of = goals.framework(by=request.actor, id=framework)

    def keep(form: DescriptionForm) -> None:
        goals.describe_framework(by=request.actor, now=request.now, id=framework, **form.cleaned_data)

    what = Asked(_("Name and days"), _("Save"), of.name, wrong="name", whole=True)
    return asked(request, what, partial(DescriptionForm, of=of), keep)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def add(request: PageRequest, framework: UUID) -> HttpResponse:
    """Add one goal."""
    of = goals.framework(by=request.actor, id=framework)

    def keep(form: GoalForm) -> None:
        given = form.cleaned_data
        goals.add_goal(
            by=request.actor, now=request.now, key=form.made_once, framework=framework, text=given["text"],
            parent=id_in(given["parent"]),
        )  # fmt: skip

    what = Asked(_("New goal"), _("Add"), of.name, _("The goal is there."), wrong="parent")
    return asked(request, what, partial(GoalForm, framework=of), keep)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def word(request: PageRequest, id: UUID) -> HttpResponse:
    """Say a goal in other words, or let it stand under another."""
    one = goals.goal(by=request.actor, id=id)
    of = goals.framework(by=request.actor, id=one.framework)

    def keep(form: GoalForm) -> None:
        given = form.cleaned_data
        goals.word_goal(
            by=request.actor, now=request.now, id=id, seen=given["seen"] or 0, text=given["text"],
            parent=id_in(given["parent"]),
        )  # fmt: skip

    what = Asked(_("Word the goal anew"), _("Save"), one.text, wrong="parent", whole=True)
    return asked(request, what, partial(GoalForm, framework=of, of=one), keep)


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

    def keep(form: EndForm) -> None:
        goals.end_goal(by=request.actor, now=request.now, id=id, **form.cleaned_data)

    done = _("The goal has ended. It stays where it has been used.")
    make = partial(EndForm, initial={"seen": one.version, "on": request.now.date()})
    return asked(request, Asked(_("End the goal"), _("End"), one.text, done, wrong="on"), make, keep,
                 ended)  # fmt: skip


def ended(goal: goals.Goal) -> str:
    """Return a goal with its last day, where it has one."""
    return f"{goal.text} · {_('Last day')}: {in_text(goal.ended_on)}" if goal.ended_on else goal.text


@require_POST
@needs(Right.LEAD_ROUNDS)
def take_up(request: PageRequest, id: UUID) -> HttpResponse:
    """Let a goal that had ended hold again."""
    goals.take_up_goal(by=request.actor, now=request.now, id=id, seen=seen_in(request))
    messages.success(request, _("The goal holds again."))
    return redirect("goals")
