"""Writing a conclusion, wording it anew, and saying what it is about; where somebody else was first, both are shown."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Right
from kedjan.goals import service as goals
from kedjan.improvement import service as improvement
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.components import drafts
from kedjan_web.components.meanwhile import now_says
from kedjan_web.giving.recipients import id_in
from kedjan_web.improvement.forms import AboutForm, NewForm, WordingForm
from kedjan_web.improvement.frame import crumbs
from kedjan_web.improvement.one import back_to
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def add(request: PageRequest, id: UUID) -> HttpResponse:
    """Write a new conclusion; it is preliminary."""
    place = writer_in(request, id)
    form, kept = NewForm(request.POST or None), f"new-conclusion-{id.hex}"
    if request.method == "POST" and form.is_valid():
        try:
            made = improvement.add_conclusion(by=request.actor, now=request.now, analysis=id, **form.cleaned_data)
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("Saved. Now say what it rests on."))
            return redirect("conclusion", made.id)
    heading = _("New conclusion")
    context = {"place": place, "form": form, "draft_key": kept, "heading": heading, "other": None}
    context |= {"cancel": reverse("conclusions", args=[id]), "breadcrumbs": crumbs(place, (heading, ""))}
    return render(request, "kedjan/improvement/write.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def word(request: PageRequest, conclusion: UUID) -> HttpResponse:
    """Word a conclusion anew."""
    found = improvement.conclusion(by=request.actor, now=request.now, id=conclusion)
    one, kept = found.conclusion, f"conclusion-{conclusion.hex}"
    improvement.as_writer(by=request.actor, analysis=one.analysis)
    if "theirs" in request.POST:
        drafts.given_up(request, kept, _("What stood there was left as it is."))
        return redirect("conclusion", conclusion)
    form, other, status = WordingForm(request.POST or None, of=one), None, 200
    if request.method == "POST" and form.is_valid():
        try:
            improvement.word_anew(by=request.actor, now=request.now, id=conclusion, **form.cleaned_data)
        except Changed as changed:
            form = WordingForm({**request.POST.dict(), "seen": str(changed.current.wording)}, of=one)
            other, status = changed, 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("Saved."))
            return redirect("conclusion", conclusion)
    name = _("Conclusion %(number)s") % {"number": one.position}
    heading = _("Word it anew")
    context = {"place": found.place, "form": form, "draft_key": kept, "heading": heading, "other": other}
    way = crumbs(found.place, (name, back_to(conclusion)), (heading, ""))
    context |= {"cancel": back_to(conclusion), "breadcrumbs": way}
    return render(request, "kedjan/improvement/write.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def describe(request: PageRequest, conclusion: UUID) -> HttpResponse:
    """Say whether it is a strength, and which problem area and goal it is about."""
    found = improvement.conclusion(by=request.actor, now=request.now, id=conclusion)
    one = found.conclusion
    improvement.as_writer(by=request.actor, analysis=one.analysis)
    areas = reflection.analysis(by=request.actor, id=one.analysis).problem_areas
    frameworks = goals.frameworks(by=request.actor)
    form, other, status = AboutForm(request.POST or None, of=one, areas=areas, frameworks=frameworks), None, 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = {"problem_area": id_in(given["problem_area"]), "goal": id_in(given["goal"])}
        try:
            improvement.describe(
                by=request.actor, now=request.now, id=conclusion, seen=given["seen"], strength=given["strength"], **said
            )
        except Changed as changed:
            again = {**request.POST.dict(), "seen": str(changed.current.version)}
            form = AboutForm(again, of=one, areas=areas, frameworks=frameworks)
            there = AboutForm(of=one, areas=areas, frameworks=frameworks)
            other, status = (changed, now_says(form, there)), 409
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("conclusion", conclusion)
    name, heading = _("Conclusion %(number)s") % {"number": one.position}, _("What it is about")
    context = {"place": found.place, "form": form, "heading": heading, "other": other, "conclusion": one}
    way = crumbs(found.place, (name, back_to(conclusion)), (heading, ""))
    context |= {"cancel": back_to(conclusion), "breadcrumbs": way}
    return render(request, "kedjan/improvement/about.html", context, status=status)


def writer_in(request: PageRequest, analysis: UUID) -> improvement.Place:
    """Return how one who writes conclusions stands to an analysis."""
    improvement.as_writer(by=request.actor, analysis=analysis)
    return improvement.conclusions(by=request.actor, now=request.now, analysis=analysis).place
