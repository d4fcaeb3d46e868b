"""Coding apart, and how far two readers agree afterwards."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kedjan.access.service import Refused
from kedjan.people import service as people
from kedjan.themes import service as themes
from kedjan_statistics.figure import Figure, Missing, Value
from kedjan_web import errors
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.reading import readable


@require_POST
@signed_in
def code_apart(request: PageRequest, id: UUID) -> HttpResponse:
    """Let the readers code apart, or together again."""
    apart = request.POST.get("var-for-sig") == "1"
    themes.set_apart(by=request.actor, now=request.now, round=id, apart=apart)
    text = _("Each reader now sees only their own marks.") if apart else _("All readers now see all marks.")
    messages.success(request, text)
    return redirect("round_themes", id)


@require_GET
@signed_in
def show(request: PageRequest, id: UUID, other: UUID) -> HttpResponse:
    """Show how far one agrees with another reader, theme by theme."""
    of = readable(request, id)
    try:
        found = themes.agreements(by=request.actor, round=id, other=other)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.info(request, errors.said(refusal.message, refusal.values))
        return redirect("round_themes", id)
    context = {
        "name": people.shown_name(by=request.actor, id=other),
        "texts": found[0].figures.texts if found else 0,
        "rows": [(each.theme, each.figures, *figures(each)) for each in found],
        **shown_frame(of, "round_themes", last=_("How far you agree")),
    }
    return render(request, "kedjan/themes/agreement.html", context)


def figures(agreed: themes.Agreed) -> tuple[Value, Value, Value]:
    """Return share, kappa and alpha as figures; one without a value is missing, never zero."""
    its = agreed.figures
    share = Figure(its.both + its.neither, its.texts, "share") if its.texts else Missing()
    return (
        share,
        Missing() if its.kappa is None else Figure(its.kappa.numerator, its.kappa.denominator, "mean"),
        Missing() if its.alpha is None else Figure(its.alpha.numerator, its.alpha.denominator, "mean"),
    )
