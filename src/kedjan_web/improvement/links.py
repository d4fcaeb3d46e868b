"""One link between causes: what speaks for it and against it, how sure it is, and what else could explain it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.improvement import service as improvement
from kedjan.improvement.service import WholeLink
from kedjan_web import errors
from kedjan_web.components import drafts
from kedjan_web.components.meanwhile import now_says
from kedjan_web.giving.recipients import id_in
from kedjan_web.improvement.cause_forms import JudgeForm
from kedjan_web.improvement.citing import asked_for, looked_for, words_in
from kedjan_web.improvement.frame import crumbs, sides
from kedjan_web.improvement.words import STATUSES
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest, link: UUID) -> HttpResponse:
    """Show a link with its evidence; posted to, say how sure it is."""
    found = improvement.cause_link(by=request.actor, now=request.now, id=link)
    form, other, status = JudgeForm(request.POST or None, of=found.link), None, 200
    kept = f"link-{link.hex}"
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            improvement.judge_link(
                by=request.actor, now=request.now, id=link, seen=given["seen"], status=form.status_given,
                alternative=given["alternative"],
            )  # fmt: skip
        except Changed as changed:
            form = JudgeForm({**request.POST.dict(), "seen": str(changed.current)}, of=found.link)
            other, status = (changed, now_says(form, JudgeForm(of=found.link))), 409
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error("status", errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("Saved."))
            return redirect("cause_link", link)
    supports, counters = sides(request, found.supports, found.counters)
    context = {
        "link": found.link,
        "badge": STATUSES[found.link.status],
        "supports": supports,
        "counters": counters,
        "uncite": reverse("uncite_link", args=[link]),
        "form": form,
        "draft_key": kept,
        "other": other,
        "may_cite": True,
        "analysis": found.place.analysis,
        "breadcrumbs": way(found),
    }
    return render(request, "kedjan/improvement/link.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def search(request: PageRequest, link: UUID) -> HttpResponse:
    """Show what can be cited that has the words looked for; posted to, cite one of them."""
    found = improvement.cause_link(by=request.actor, now=request.now, id=link)
    if request.method == "POST":
        kind, key, against = asked_for(request)
        improvement.cite_for_link(by=request.actor, now=request.now, id=link, kind=kind, key=key, against=against)
        messages.success(request, _("Cited as counter-evidence.") if against else _("Cited as evidence."))
        return redirect(request.get_full_path())
    offers = improvement.link_offers(by=request.actor, link=link, query=words_in(request))
    context = {
        **looked_for(request, offers),
        "what": _("“%(cause)s” leads to “%(effect)s”")
        % {"cause": found.link.cause.text, "effect": found.link.effect.text},
        "back": reverse("cause_link", args=[link]),
        "back_words": _("To the link"),
        "supports": len(found.supports),
        "counters": len(found.counters),
        "breadcrumbs": way(found, _("Evidence")),
    }
    return render(request, "kedjan/improvement/cite.html", context)


@require_POST
@needs(Right.SEE_ROUNDS)
def take_away(request: PageRequest, link: UUID) -> HttpResponse:
    """Take a citation away."""
    improvement.cause_link(by=request.actor, now=request.now, id=link)
    citation = id_in(request.POST.get("citation", ""))
    if citation is None:
        raise Refused("The form could not be understood. Open the page again.")
    try:
        improvement.uncite_link(by=request.actor, now=request.now, id=link, citation=citation)
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    else:
        messages.success(request, _("It is taken away. It can be cited again."))
    return redirect("cause_link", link)


@require_POST
@needs(Right.SEE_ROUNDS)
def remove(request: PageRequest, link: UUID) -> HttpResponse:
    """Say no longer that one leads to the other."""
    found = improvement.cause_link(by=request.actor, now=request.now, id=link)
    improvement.remove_link(by=request.actor, now=request.now, id=link, seen=seen_in(request))
    messages.success(request, _("The link is taken away. Drawn again, it has what it rested on."))
    return redirect("cause_graph", found.place.analysis)


def way(found: WholeLink, last: str = "") -> tuple[Crumb, ...]:
    """Return the way back."""
    here = _("Link %(number)s") % {"number": found.link.number}
    steps = [
        (_("Cause graph"), reverse("cause_graph", args=[found.place.analysis])),
        (here, reverse("cause_link", args=[found.link.id])),
    ]
    return crumbs(found.place, *steps, *([(last, "")] if last else []))
