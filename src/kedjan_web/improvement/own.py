"""What one who was asked is told of the conclusions, says of them, and what became of them."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.improvement import service as improvement
from kedjan.improvement.service import State, Told
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.components import drafts
from kedjan_web.components.versions import compared
from kedjan_web.improvement.reaction_forms import ReactionForm
from kedjan_web.improvement.reaction_tables import holds
from kedjan_web.improvement.words import RELEVANCE, RULINGS, STANCES, STATES, STRENGTH
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import signed_in


@require_GET
@signed_in
def show(request: PageRequest, analysis: UUID) -> HttpResponse:
    """Show the conclusions that lie before those who were asked, and those that have been decided, with why."""
    return page(request, analysis, {})


@require_POST
@signed_in
def react(request: PageRequest, analysis: UUID, conclusion: UUID) -> HttpResponse:
    """Say whether a conclusion holds and matters, or change that."""
    refuse_others(request, analysis, conclusion)
    form = ReactionForm(request.POST, of=conclusion, mine=None)
    status = 422
    if form.is_valid():
        try:
            improvement.react(
                by=request.actor, now=request.now, id=conclusion, seen=form.cleaned_data["seen"], **form.said
            )
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            seen = changed.current.version if changed.current else 0
            form = ReactionForm({**request.POST.dict(), "seen": str(seen)}, of=conclusion, mine=None)
            form.add_error(None, _("You have answered from another page meanwhile. Save again to let this stand."))
            status = 409
        except Refused as refusal:
            messages.warning(request, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept_as(conclusion), _("Thank you. You can change it until the last day."))
            return redirect(back(analysis, conclusion))
    return page(request, analysis, {conclusion: form}, status=status)


@require_POST
@signed_in
def take_back(request: PageRequest, analysis: UUID, conclusion: UUID) -> HttpResponse:
    """Take back what one said, so that nothing is kept of it."""
    refuse_others(request, analysis, conclusion)
    try:
        improvement.take_back_reaction(by=request.actor, now=request.now, id=conclusion, seen=seen_in(request))
    except Changed:
        messages.warning(request, _("You have answered from another page meanwhile. That answer stands here."))
    else:
        messages.success(request, _("What you said is gone."))
    return redirect(back(analysis, conclusion))


def refuse_others(request: PageRequest, analysis: UUID, conclusion: UUID) -> None:
    """Refuse a conclusion of another analysis than the address names."""
    if improvement.analysis_of(by=request.actor, id=conclusion) != analysis:
        raise NotHere("There is no such conclusion here.")


def page(request: PageRequest, analysis: UUID, forms: dict[UUID, ReactionForm], *, status: int = 200) -> HttpResponse:
    """Show the page; a form that could not be kept stands in the place of its own."""
    place, found = improvement.told(by=request.actor, now=request.now, analysis=analysis)
    today = people.day_of(request.now)
    waiting = [each for each in found if each.conclusion.state is State.FED_BACK]
    days = [each.conclusion.closes_on for each in waiting if each.conclusion.closes_on]
    context = {
        "place": place,
        "waiting": [{**line(each), "form": form_of(each, forms, is_open=is_open(each, today))} for each in waiting],
        "several": sum(is_open(each, today) for each in waiting) > 1,
        "decided": [line(each) for each in found if each.conclusion.decided],
        "until": max((day for day in days if day >= today), default=None),
        "breadcrumbs": (),
    }
    return render(request, "kedjan/improvement/told.html", context, status=status)


def is_open(each: Told, today: date) -> bool:
    """Return whether it can be answered."""
    closes = each.conclusion.closes_on
    return closes is not None and closes >= today


def form_of(each: Told, forms: dict[UUID, ReactionForm], *, is_open: bool) -> ReactionForm | None:
    """Return the form of a conclusion that can be answered."""
    if not is_open:
        return None
    return forms.get(each.conclusion.id) or ReactionForm(of=each.conclusion.id, mine=each.mine)


def line(each: Told) -> dict[str, object]:
    """Return a conclusion as it stands on the page; beside each other what was fed back and what it became."""
    one = each.conclusion
    before, after = compared(each.fed_text, one.text)
    return {
        "conclusion": one,
        "kept": kept_as(one.id),
        "badges": [STATES[one.state], *([STRENGTH] if one.strength else [])],
        "reworded": bool(each.fed_text) and each.fed_text != one.text,
        "before": before,
        "after": after,
        "ruling": RULINGS[each.decision.ruling] if each.decision else "",
        "decision": each.decision,
        "mine": said(each),
        "seen": each.mine.version if each.mine else 0,
        "answer": each.mine.answer if each.mine else "",
        "holds": holds(each.reactions) if each.reactions else "",
    }


def said(each: Told) -> str:
    """Return what one said oneself, in words; empty where one has said nothing."""
    if each.mine is None:
        return ""
    relevance = str(RELEVANCE[each.mine.relevance]) if each.mine.relevance else ""
    parts = (str(STANCES[each.mine.stance]), relevance, each.mine.comment)
    return " · ".join(part for part in parts if part)


def kept_as(conclusion: UUID) -> str:
    """Return the name by which the browser keeps what one writes of a conclusion until it is sent."""
    return f"reaction-{conclusion.hex}"


def back(analysis: UUID, conclusion: UUID) -> str:
    """Return where a conclusion stands on the page."""
    return reverse("told_conclusions", args=[analysis]) + f"#slutsats-{conclusion.hex}"
