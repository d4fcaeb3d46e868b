"""The conclusions of an analysis, and why none of them is a strength."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import Changed, Refused, Right
from kedjan.goals import service as goals
from kedjan.improvement import service as improvement
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.components import drafts
from kedjan_web.improvement.extending import last_day
from kedjan_web.improvement.forms import NoStrengthForm
from kedjan_web.improvement.frame import crumbs
from kedjan_web.improvement.words import STATES, STRENGTH
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.start.days import day


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """List the conclusions of an analysis that one sees, with what they rest on in numbers."""
    found = improvement.conclusions(by=request.actor, now=request.now, analysis=id)
    of = reflection.analysis(by=request.actor, id=id)
    about: dict[UUID | None, str] = {each.id: each.text for each in of.problem_areas}
    aims: dict[UUID | None, str] = {
        goal.id: goal.text for each in goals.frameworks(by=request.actor) for goal in each.goals
    }
    lines = [
        {
            "conclusion": each.conclusion,
            "badges": [STATES[each.conclusion.state], *([STRENGTH] if each.conclusion.strength else [])],
            "supports": each.supports,
            "counters": each.counters,
            "area": about.get(each.conclusion.problem_area, ""),
            "goal": aims.get(each.conclusion.goal, ""),
        }
        for each in found.lines
    ]
    context = {
        "place": found.place,
        "lines": lines,
        "preliminary": any(each.conclusion.state is improvement.State.PRELIMINARY for each in found.lines),
        "last_day": last_day((each.conclusion for each in found.lines), day(request)),
        "strength": found.strength,
        "no_strength": found.no_strength,
        "breadcrumbs": crumbs(found.place),
    }
    return render(request, "kedjan/improvement/list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def no_strength(request: PageRequest, id: UUID) -> HttpResponse:
    """Say why no conclusion is a strength."""
    found = improvement.conclusions(by=request.actor, now=request.now, analysis=id)
    improvement.as_writer(by=request.actor, analysis=id)
    there = found.no_strength
    initial = {"seen": there.version if there else 0, "motive": there.motive if there else ""}
    form, other, status = NoStrengthForm(request.POST or None, initial=initial), "", 200
    kept = f"no-strength-{id.hex}"
    if request.method == "POST" and form.is_valid():
        try:
            improvement.say_no_strength(by=request.actor, now=request.now, analysis=id, **form.cleaned_data)
        except Changed as changed:
            form = NoStrengthForm({**request.POST.dict(), "seen": str(changed.current.version)})
            other, status = changed.current.motive, 409
        except Refused as refusal:
            form.add_error("motive", errors.said(refusal.message, refusal.values))
        else:
            drafts.saved(request, kept, _("Saved."))
            return redirect("conclusions", id)
    context = {
        "place": found.place,
        "form": form,
        "draft_key": kept,
        "other": other,
        "breadcrumbs": crumbs(found.place, (_("No strength"), "")),
    }
    return render(request, "kedjan/improvement/no_strength.html", context, status=status)
