"""The cause graph of an analysis: drawn, in words, and worked on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.improvement import service as improvement
from kedjan.improvement.service import CauseGraph, Conclusion, State
from kedjan_web import errors
from kedjan_web.components.meanwhile import now_says
from kedjan_web.giving.recipients import id_in
from kedjan_web.improvement.cause_forms import CauseForm, LinkForm
from kedjan_web.improvement.cause_picture import in_words, picture
from kedjan_web.improvement.frame import crumbs
from kedjan_web.improvement.words import STATUSES
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show the graph as a picture and in words, with the weakest link first, and what to work on it with."""
    found = improvement.cause_graph(by=request.actor, now=request.now, analysis=id)
    return render(request, "kedjan/improvement/causes.html", shown(request, found))


def shown(request: PageRequest, found: CauseGraph, **forms: object) -> dict[str, object]:
    """Return what the page of the graph needs; a form that could not be kept stands in the place of its empty one."""
    given = {
        "cause_form": CauseForm(conclusions=conclusions(request, found.place.analysis)),
        "link_form": LinkForm(causes=found.causes),
    }
    return {
        "place": found.place,
        "causes": found.causes,
        "lines": [(each, STATUSES[each.status], in_words(each)) for each in found.links],
        "picture": picture(found),
        "weakest": found.weakest,
        **given,
        **forms,
        "breadcrumbs": crumbs(found.place, (_("Cause graph"), "")),
    }


@require_POST
@needs(Right.SEE_ROUNDS)
def add(request: PageRequest, id: UUID) -> HttpResponse:
    """Add a statement."""
    found = improvement.cause_graph(by=request.actor, now=request.now, analysis=id)
    form = CauseForm(request.POST, conclusions=conclusions(request, id))
    if form.is_valid() and form.cleaned_data["key"]:
        given = form.cleaned_data
        try:
            improvement.add_cause(
                by=request.actor, now=request.now, key=given["key"], analysis=id, text=given["text"],
                conclusion=id_in(given["conclusion"]),
            )  # fmt: skip
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error("text", errors.said(refusal.message, refusal.values))
        else:
            return redirect(reverse("cause_graph", args=[id]) + "#arbeta")
    return render(request, "kedjan/improvement/causes.html", shown(request, found, cause_form=form), status=422)


@require_POST
@needs(Right.SEE_ROUNDS)
def link(request: PageRequest, id: UUID) -> HttpResponse:
    """Say that one statement leads to another."""
    found = improvement.cause_graph(by=request.actor, now=request.now, analysis=id)
    form = LinkForm(request.POST, causes=found.causes)
    if form.is_valid():
        given = form.cleaned_data
        ends = {name: UUID(hex=given[name]) for name in ("cause", "effect")}
        try:
            made = improvement.link_causes(by=request.actor, now=request.now, key=given["key"], **ends)
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error("effect", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("A hypothesis, until you have shown more."))
            return redirect("cause_link", made)
    return render(request, "kedjan/improvement/causes.html", shown(request, found, link_form=form), status=422)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def word(request: PageRequest, cause: UUID) -> HttpResponse:
    """Say a statement in other words; where somebody else was first, both are shown."""
    one = improvement.cause(by=request.actor, id=cause)
    place = improvement.cause_graph(by=request.actor, now=request.now, analysis=one.analysis).place
    known = conclusions(request, one.analysis)
    form, other, status = CauseForm(request.POST or None, conclusions=known, of=one), None, 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            improvement.word_cause(
                by=request.actor, now=request.now, id=cause, seen=given["seen"] or 0, text=given["text"],
                conclusion=id_in(given["conclusion"]),
            )  # fmt: skip
        except Changed as changed:
            form = CauseForm({**request.POST.dict(), "seen": str(changed.current.version)}, conclusions=known, of=one)
            rows = now_says(form, CauseForm(conclusions=known, of=one), besides=("text",))
            other, status = (changed, rows), 409
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error("text", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("cause_graph", one.analysis)
    back, heading = reverse("cause_graph", args=[one.analysis]), _("Word it anew")
    context = {"cause": one, "form": form, "other": other, "heading": heading, "cancel": back}
    context |= {"breadcrumbs": crumbs(place, (_("Cause graph"), back), (heading, ""))}
    return render(request, "kedjan/improvement/cause.html", context, status=status)


@require_POST
@needs(Right.SEE_ROUNDS)
def remove(request: PageRequest, cause: UUID) -> HttpResponse:
    """Take a statement out, with the way to put it back."""
    one = improvement.cause(by=request.actor, id=cause)
    place = improvement.cause_graph(by=request.actor, now=request.now, analysis=one.analysis).place
    seen = improvement.remove_cause(by=request.actor, now=request.now, id=cause, seen=seen_in(request))
    back = reverse("cause_graph", args=[one.analysis])
    way = crumbs(place, (_("Cause graph"), back), (_("Taken away"), ""))
    context = {"cause": one, "seen": seen, "back": back, "breadcrumbs": way}
    return render(request, "kedjan/improvement/cause_gone.html", context)


@require_POST
@needs(Right.SEE_ROUNDS)
def put_back(request: PageRequest, cause: UUID) -> HttpResponse:
    """Put a statement back with its links."""
    one = improvement.put_back_cause(by=request.actor, now=request.now, id=cause, seen=seen_in(request))
    messages.success(request, _("It is back, with its links."))
    return redirect("cause_graph", one.analysis)


def conclusions(request: PageRequest, analysis: UUID) -> list[Conclusion]:
    """Return the conclusions that a statement may be."""
    found = improvement.conclusions(by=request.actor, now=request.now, analysis=analysis).lines
    return [each.conclusion for each in found if each.conclusion.state is not State.STRUCK]
