"""Something on a board: its words and place, and what it comes from."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.goals import service as goals
from kedjan.improvement import service as improvement
from kedjan.improvement.service import WholeObservation
from kedjan_web import errors
from kedjan_web.components.meanwhile import now_says
from kedjan_web.giving.recipients import id_in
from kedjan_web.improvement.board_forms import ObservationForm
from kedjan_web.improvement.citing import asked_for, looked_for, words_in
from kedjan_web.improvement.frame import crumbs, sides
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest, observation: UUID) -> HttpResponse:
    """Show something on the board with what it comes from; posted to, say it in other words or move it."""
    found = improvement.observation(by=request.actor, now=request.now, id=observation)
    one, frameworks = found.observation, goals.frameworks(by=request.actor)
    form, other, status = ObservationForm(request.POST or None, frameworks=frameworks, of=one), None, 200
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            improvement.change_observation(by=request.actor, now=request.now, id=observation, seen=seen, **form.said)
        except (NotHere, NotYours):
            raise
        except Changed as changed:
            again = {**request.POST.dict(), "seen": str(changed.current.version)}
            form, status = ObservationForm(again, frameworks=frameworks, of=one), 409
            other = (changed, now_says(form, ObservationForm(frameworks=frameworks, of=one), besides=("text",)))
        except Refused as refusal:
            form.add_error("part", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect(reverse("board", args=[one.analysis]) + f"?mal={form.said['goal'].hex}")
    (origin,) = sides(request, found.origin)
    context = {
        "observation": one,
        "form": form,
        "other": other,
        "origin": origin,
        "uncite": reverse("uncite_observation", args=[observation]),
        "may_cite": True,
        "cancel": back_to(found),
        "breadcrumbs": way(found, _("Observation")),
    }
    return render(request, "kedjan/improvement/observation.html", context, status=status)


@require_POST
@needs(Right.SEE_ROUNDS)
def remove(request: PageRequest, observation: UUID) -> HttpResponse:
    """Take something off the board, with the way to put it back."""
    found = improvement.observation(by=request.actor, now=request.now, id=observation)
    seen = improvement.remove_observation(by=request.actor, now=request.now, id=observation, seen=seen_in(request))
    context = {"observation": found.observation, "seen": seen, "back": back_to(found)}
    context |= {"breadcrumbs": way(found, _("Taken away"))}
    return render(request, "kedjan/improvement/observation_gone.html", context)


@require_POST
@needs(Right.SEE_ROUNDS)
def put_back(request: PageRequest, observation: UUID) -> HttpResponse:
    """Put something back on the board."""
    one = improvement.put_back_observation(by=request.actor, now=request.now, id=observation, seen=seen_in(request))
    messages.success(request, _("It is back on the board."))
    return redirect(reverse("board", args=[one.analysis]) + f"?mal={one.goal.hex}")


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def search(request: PageRequest, observation: UUID) -> HttpResponse:
    """Show what something can come from that has the words looked for; posted to, cite one of them."""
    found = improvement.observation(by=request.actor, now=request.now, id=observation)
    if request.method == "POST":
        kind, key, _against = asked_for(request)
        improvement.cite_for_observation(by=request.actor, now=request.now, id=observation, kind=kind, key=key)
        messages.success(request, _("It is said where it comes from."))
        return redirect(request.get_full_path())
    offers = improvement.observation_offers(by=request.actor, id=observation, query=words_in(request))
    context = {
        **looked_for(request, offers),
        "what": found.observation.text,
        "back": reverse("observation", args=[observation]),
        "back_words": _("To the observation"),
        "supports": len(found.origin),
        "one_sided": True,
        "breadcrumbs": way(found, _("Where it comes from")),
    }
    return render(request, "kedjan/improvement/cite.html", context)


@require_POST
@needs(Right.SEE_ROUNDS)
def take_away(request: PageRequest, observation: UUID) -> HttpResponse:
    """Say no longer that it comes from something."""
    improvement.observation(by=request.actor, now=request.now, id=observation)
    citation = id_in(request.POST.get("citation", ""))
    if citation is None:
        raise Refused("The form could not be understood. Open the page again.")
    improvement.uncite_observation(by=request.actor, now=request.now, id=observation, citation=citation)
    messages.success(request, _("It is taken away. It can be cited again."))
    return redirect("observation", observation)


def back_to(found: WholeObservation) -> str:
    """Return the board at the goal that something is about."""
    one = found.observation
    return reverse("board", args=[one.analysis]) + f"?mal={one.goal.hex}"


def way(found: WholeObservation, last: str) -> tuple[Crumb, ...]:
    """Return the way back."""
    return crumbs(found.place, (_("Board"), back_to(found)), (last, ""))
