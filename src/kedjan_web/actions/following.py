"""One action: what it is for, what has happened to it, and following it up."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.actions import service as actions
from kedjan.actions.service import Step, WholeAction
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.actions.action_forms import FollowUpForm
from kedjan_web.actions.frame import action_crumbs, goal_texts
from kedjan_web.actions.words import PHASES, STEPS
from kedjan_web.components import drafts
from kedjan_web.components.dates import in_text
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest, action: UUID) -> HttpResponse:
    """Show an action with what has happened to it."""
    found = actions.action(by=request.actor, now=request.now, id=action)
    one = found.action
    names = people.shown_names(by=request.actor, ids=[one.responsible, *(each.by for each in found.steps)])
    context = {
        "action": one,
        "badge": PHASES[one.phase],
        "facts": facts(found, names[one.responsible], goal_texts(request.actor)),
        "due": one.follow_up_on is not None and one.follow_up_on <= people.day_of(request.now),
        "steps": [step(each, names) for each in reversed(found.steps)],
        "next_phase": PHASES[found.next_phase].text if found.next_phase else "",
        "missing": [errors.said(each.message, each.values) for each in found.missing],
        "strategies": found.strategies,
        "tends": found.tends,
        "decides": found.decides,
        "hands_over": people.may_find_colleagues(by=request.actor).allowed,
        "breadcrumbs": action_crumbs((one.text, "")),
    }
    return render(request, "kedjan/actions/action.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def follow_up(request: PageRequest, action: UUID) -> HttpResponse:
    """Say what was seen; the phase follows from it."""
    found = actions.action(by=request.actor, now=request.now, id=action)
    actions.as_tending(by=request.actor, id=action)
    today = people.day_of(request.now)
    form, other, status = FollowUpForm(request.POST or None, of=found, today=today), None, 200
    kept = f"follow-up-{action.hex}"
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            after = actions.follow_up(
                by=request.actor, now=request.now, id=action, seen=given["seen"], text=given["text"], use=form.use,
                follow_up_on=given["follow_up_on"],
            )  # fmt: skip
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            form = FollowUpForm({**request.POST.dict(), "seen": str(changed.current.version)}, of=found, today=today)
            last, phase = found.steps[-1], str(PHASES[found.action.phase].text)
            said = [(str(STEPS[last.kind]), last.text)] if last.text else []
            other, status = (changed, f"{found.action.text} · {phase}", said), 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            words = _("Saved. The phase is now: %(phase)s.") % {"phase": PHASES[after.phase].text}
            drafts.saved(request, kept, words)
            return redirect("action", action)
    heading = _("Follow up")
    context = {"action": found.action, "form": form, "draft_key": kept, "heading": heading, "cancel": back_to(action)}
    context |= {"other": other}
    context |= {"breadcrumbs": action_crumbs((found.action.text, back_to(action)), (heading, ""))}
    return render(request, "kedjan/actions/follow_up.html", context, status=status)


def facts(found: WholeAction, who: str, goals: dict[UUID | None, str]) -> list[tuple[str, str]]:
    """Return who does it by when, and when it comes back."""
    one = found.action
    rows = [
        (_("Responsible"), who),
        (_("By when"), in_text(one.by_when)),
        (_("Followed up on"), in_text(one.follow_up_on) if one.follow_up_on else ""),
        (_("Goal"), goals.get(one.goal, "")),
    ]
    return [(term, text) for term, text in rows if text]


def step(each: Step, names: dict[UUID | None, str]) -> dict[str, object]:
    """Return something that happened as it is shown."""
    return {"step": each, "words": STEPS[each.kind], "badge": PHASES[each.phase], "by": names[each.by]}


def back_to(action: UUID) -> str:
    """Return the address of an action's page."""
    return reverse("action", args=[action])
