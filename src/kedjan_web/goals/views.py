"""The provider's goals: seen by staff, changed by those who lead rounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import ProviderScope, Right, decide
from kedjan.actions import service as actions
from kedjan.goals import service as goals
from kedjan_web.giving.recipients import id_in
from kedjan_web.goals.asking import Asked, asked
from kedjan_web.goals.forms import KINDS, LinkForm, MotiveForm
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs
from kedjan_web.rounds.period import period


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal with what it serves, (id, text) of each; `step` is how deep it stands.

    `signs` and `actions`: how many signs are chosen for it, and how many actions for it are under way.
    """

    goal: goals.Goal
    serves: tuple[tuple[str, str], ...]
    step: int
    signs: int
    actions: int


@dataclass(frozen=True, slots=True)
class Hangs:
    """How much hangs on goals: signs that are chosen, and actions under way."""

    signs: Mapping[UUID, int]
    actions: Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """Goals that belong together; `alone` are those that nothing is tied to, where ties are to be expected.

    `ended` are goals that hold no more.
    """

    framework: goals.Framework
    meta: str
    lines: tuple[GoalLine, ...]
    alone: tuple[str, ...]
    ended: tuple[goals.Goal, ...]


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest) -> HttpResponse:
    """Show all goals, what serves what, and what nothing covers."""
    found = goals.frameworks(by=request.actor)
    texts = {goal.id: goal.text for framework in found for goal in framework.goals}
    alone = goals.lonely(found) if len(found) > 1 else {}
    signs = {goal: len(chosen) for goal, chosen in goals.signs(by=request.actor).items()}
    hangs = Hangs(signs, actions.under_way_by_goal(by=request.actor))
    frameworks = [shown(each, texts, alone.get(each.id, ()), hangs) for each in found]
    leads = decide(request.actor, Right.LEAD_ROUNDS, on=ProviderScope(request.actor.provider)).allowed
    return render(
        request, "kedjan/goals/goals.html", {"frameworks": frameworks, "leads": leads, "many": len(found) > 1}
    )


def shown(framework: goals.Framework, texts: dict[UUID, str], alone: tuple[goals.Goal, ...], hangs: Hangs) -> Shown:
    """Return a framework as the page shows it."""
    parts = (str(KINDS.get(framework.kind, "")), period(framework.starts, framework.ends))
    step = goals.depths(framework.goals)
    lines = (
        GoalLine(
            goal,
            tuple((each.hex, texts[each]) for each in goal.serves),
            step[goal.id],
            hangs.signs.get(goal.id, 0),
            hangs.actions.get(goal.id, 0),
        )
        for goal in framework.goals
        if goal.ended_on is None
    )
    ended = tuple(goal for goal in framework.goals if goal.ended_on is not None)
    return Shown(
        framework, " · ".join(part for part in parts if part), tuple(lines), tuple(g.text for g in alone), ended
    )


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def tie(request: PageRequest, id: UUID) -> HttpResponse:
    """Say which goal another serves."""
    goal, found = goals.goal(by=request.actor, id=id), goals.frameworks(by=request.actor)

    def keep(form: LinkForm) -> None:
        goals.link(by=request.actor, now=request.now, serving=id, seen=form.version, served=form.goal)

    what = Asked(_("Tie to a goal"), _("Tie"), goal.text, _("The goals are tied."))
    make = partial(LinkForm, frameworks=found, serving=goal)
    return asked(request, what, make, keep, lambda now: as_it_stands(now, found))


@require_POST
@needs(Right.LEAD_ROUNDS)
def untie(request: PageRequest, id: UUID) -> HttpResponse:
    """Say no longer that a goal serves another."""
    goals.goal(by=request.actor, id=id)
    served = id_in(request.POST.get("served", ""))
    if served is not None:
        goals.unlink(by=request.actor, now=request.now, serving=id, seen=seen_in(request), served=served)
        messages.success(request, _("The tie is gone."))
    return redirect("goals")


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def tone_down(request: PageRequest, id: UUID) -> HttpResponse:
    """Tone a goal down, with its motive."""
    goal = goals.goal(by=request.actor, id=id)

    def keep(form: MotiveForm) -> None:
        goals.tone_down(by=request.actor, now=request.now, id=id, seen=form.version, motive=form.cleaned_data["motive"])

    what = Asked(_("Tone the goal down"), _("Tone down"), goal.text, _("The goal is toned down."))
    found = goals.frameworks(by=request.actor)
    return asked(request, what, partial(MotiveForm, of=goal), keep, lambda now: as_it_stands(now, found))


@require_POST
@needs(Right.LEAD_ROUNDS)
def tone_up(request: PageRequest, id: UUID) -> HttpResponse:
    """Let a goal count again."""
    goals.tone_up(by=request.actor, now=request.now, id=id, seen=seen_in(request))
    messages.success(request, _("The goal counts again."))
    return redirect("goals")


def as_it_stands(goal: goals.Goal, found: Sequence[goals.Framework]) -> str:
    """Return a goal in one line, with what it serves, and why it is toned down where it is."""
    texts = {each.id: each.text for framework in found for each in framework.goals}
    said = [goal.text]
    if goal.serves:
        said.append(_("Serves: %(goals)s") % {"goals": "; ".join(texts[each] for each in goal.serves)})
    if goal.toned_down:
        said.append(_("Toned down: %(motive)s") % {"motive": goal.motive})
    return " · ".join(said)
