"""Looking for what speaks for a conclusion, or against it, and citing it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import PAGE, NotHere, NotYours, Refused, Right
from kedjan.evidence.service import MOST_OFFERED, Offer
from kedjan.improvement import service as improvement
from kedjan_web import errors
from kedjan_web.components.listing import Tab, address, pagination
from kedjan_web.giving.recipients import id_in
from kedjan_web.improvement.frame import crumbs
from kedjan_web.improvement.one import back_to
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.start.paging import page_number
from kedjan_web.thread.readings import read
from kedjan_web.thread.words import kind_in_words

LONGEST, CITED_ALREADY = 80, 50


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def search(request: PageRequest, conclusion: UUID) -> HttpResponse:
    """Show what can be cited that has the words looked for; posted to, cite one of them."""
    found = improvement.conclusion(by=request.actor, now=request.now, id=conclusion)
    improvement.as_writer(by=request.actor, analysis=found.conclusion.analysis)
    if request.method == "POST":
        cite(request, conclusion)
        return redirect(request.get_full_path())
    offers = improvement.offers(by=request.actor, conclusion=conclusion, query=words_in(request))
    name, heading = _("Conclusion %(number)s") % {"number": found.conclusion.position}, _("Evidence")
    context = {
        **looked_for(request, offers),
        "what": found.conclusion.text,
        "back": back_to(conclusion),
        "back_words": _("To the conclusion"),
        "supports": len(found.supports),
        "counters": len(found.counters),
        "breadcrumbs": crumbs(found.place, (name, back_to(conclusion)), (heading, "")),
    }
    return render(request, "kedjan/improvement/cite.html", context)


def words_in(request: PageRequest) -> str:
    """Return the words that are looked for."""
    return " ".join(request.GET.get("ord", "").replace("\x00", "").split())[:LONGEST]


def looked_for(request: PageRequest, offers: Iterable[Offer]) -> dict[str, object]:
    """Return what was looked for and what there is; that reflections among it are read is written down first."""
    every = list(offers)
    counts = Counter(each.kind for each in every)
    kind = request.GET.get("slag", "")
    fitting = [each for each in every if each.kind == kind] if kind in counts else every
    size, number = PAGE, page_number(request)
    pages = pagination(request.GET, page=number, size=size, total=len(fitting))
    first = max(pages.first - 1, 0)
    found = fitting[first : first + size]
    read(request, [(each.kind, each.key) for each in found])
    return {
        "words": words_in(request),
        "offers": [(each, kind_in_words(each.kind)) for each in found],
        "total": len(fitting),
        "kinds": _kinds(request, counts, kind),
        "kind": kind if kind in counts else "",
        "pages": pages,
        "cut": next((MOST_OFFERED for n in counts.values() if n >= MOST_OFFERED - CITED_ALREADY), 0),
    }


def _kinds(request: PageRequest, counts: Mapping[str, int], chosen: str) -> tuple[Tab, ...]:
    """Return the kinds among what is found, with how many there are of each; none where there is only one."""
    if len(counts) < 2:
        return ()

    def to(kind: str | None) -> str:
        return address(request.GET, slag=kind, sida=None)

    every = Tab(_("All"), to(None), chosen not in counts, sum(counts.values()))
    return (every, *(Tab(kind_in_words(kind), to(kind), kind == chosen, n) for kind, n in counts.items()))


def asked_for(request: PageRequest) -> tuple[str, str, bool]:
    """Return the kind and the key of what the form names, and whether it speaks against."""
    kind, key = request.POST.get("kind", "")[:40], request.POST.get("source", "")[:300]
    return kind, key, request.POST.get("side") == "against"


def cite(request: PageRequest, conclusion: UUID) -> None:
    """Cite what the form names, for it or against it."""
    kind, key, against = asked_for(request)
    try:
        improvement.cite(by=request.actor, now=request.now, id=conclusion, kind=kind, key=key, against=against)
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    else:
        messages.success(request, _("Cited as counter-evidence.") if against else _("Cited as evidence."))


@require_POST
@needs(Right.SEE_ROUNDS)
def take_away(request: PageRequest, conclusion: UUID) -> HttpResponse:
    """Take a citation away."""
    improvement.as_writer(by=request.actor, analysis=improvement.analysis_of(by=request.actor, id=conclusion))
    citation = id_in(request.POST.get("citation", ""))
    if citation is None:
        raise Refused("The form could not be understood. Open the page again.")
    improvement.uncite(by=request.actor, now=request.now, id=conclusion, citation=citation)
    messages.success(request, _("It is taken away from the conclusion. It can be cited again."))
    return redirect(reverse("conclusion", args=[conclusion]) + "#belagg")
