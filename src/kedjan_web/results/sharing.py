"""Pupils' results given out to those who are not around the pupils: asked for, and shared at once if little."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kedjan.access.service import NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.organisation import service as organisation
from kedjan.results import service as results
from kedjan.results.service import Offer, Sharing, SharingState
from kedjan_web import errors
from kedjan_web.requests import PageRequest
from kedjan_web.results.sharing_forms import AttendanceShareForm, CohortShareForm, GivingOutForm, MatrixShareForm
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb


@dataclass(frozen=True, slots=True)
class Shareable:
    """A kind of results that can be given out: in words, how it is asked for, and what there is.

    `not_in_yet` is why there may be nothing to give out: title and why.
    """

    heading: Promise
    lead: Promise
    not_in_yet: tuple[Promise, Promise]
    form: type[GivingOutForm]
    there: Callable[..., Offer[Any]]


SHAREABLE: Final[Mapping[str, Shareable]] = {
    "cohort": Shareable(
        gettext_lazy("Share a cohort"),
        gettext_lazy("How many were eligible then and now, for everybody who may read shared material."),
        (
            gettext_lazy("There is no cohort to share yet"),
            gettext_lazy("A cohort can be shared when grades of two grade levels have come in."),
        ),
        CohortShareForm,
        results.cohorts_to_share,
    ),
    "attendance": Shareable(
        gettext_lazy("Share attendance"),
        gettext_lazy("How many were absent how much of their time, for everybody who may read shared material."),
        (
            gettext_lazy("There is no attendance to share yet"),
            gettext_lazy("Attendance can be shared when it has come in by month. From lessons alone it is not shared."),
        ),
        AttendanceShareForm,
        results.attendance_to_share,
    ),
    "matrices": Shareable(
        gettext_lazy("Share midterm matrices"),
        gettext_lazy("How many pupils are at each level, for everybody who may read shared material."),
        (
            gettext_lazy("There are no midterm matrices to share yet"),
            gettext_lazy("Matrices can be shared, a term at a time, when they have come in."),
        ),
        MatrixShareForm,
        results.matrices_to_share,
    ),
}


@require_http_methods(["GET", "POST"])
@needs(Right.SHARE_OUTSIDE)
def share(request: PageRequest, what: str) -> HttpResponse:
    """Ask for results of a kind and give the answer out; nothing of it is seen before.

    What is judged within the request and refused is told in the form; what takes longer is followed on a page of its
    own, which leads back here with all that was filled in (`fran`).
    """
    require(decide(request.actor, Right.SHARE_OUTSIDE, on=ProviderScope(request.actor.provider)))
    kind = SHAREABLE[what]
    form = _form(request, kind, request.POST or None, of=_before(request, what))
    if form and form.is_valid() and (made := _asked(request, form)):
        if made.state is SharingState.DONE:
            messages.success(request, _("It is shared."))
            return redirect("release", made.id)
        if made.state is not SharingState.REFUSED:
            return redirect("sharing", made.id)
        form = _again(request, kind, made)
    crumbs = (Crumb(_("Shared material"), reverse("releases")), Crumb(str(kind.heading)))
    context = {"form": form, "breadcrumbs": crumbs, "kind": kind}
    return render(request, "kedjan/results/share.html", context, status=422 if form and form.errors else 200)


def why(of: Sharing) -> str:
    """Return why it was not shared, in the reader's words."""
    return " ".join(errors.said(each.message, each.values) for each in of.refusals)


def _before(request: PageRequest, what: str) -> Sharing | None:
    """Return what one asked for and was not given, whose choices an address asks for."""
    try:
        before = UUID(request.GET.get("fran", ""))
    except ValueError:
        return None
    found = results.sharing(by=request.actor, id=before)
    if found.kind != what:
        raise NotHere("There is no such sharing here.")
    return found


def _form(request: PageRequest, kind: Shareable, data: Any, of: Sharing | None = None) -> GivingOutForm | None:
    """Return the form with the units and times that there are results of; None where there are none."""
    there = kind.there(by=request.actor)
    tree = organisation.unit_tree(provider=request.actor.provider)
    units = [unit for unit in tree.units if unit.id in there.units]
    return kind.form(data, units=units, there=there, of=of) if units and there.when else None


def _asked(request: PageRequest, form: GivingOutForm) -> Sharing | None:
    """Return what was asked for; None where that is refused, which then stands in the form."""
    given = form.cleaned_data
    try:
        return results.share(
            by=request.actor,
            now=request.now,
            key=given["key"],
            asks=form.asked,
            purpose=given["purpose"],
            instead=given["instead"],
        )
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        form.add_error(None, errors.said(refusal.message, refusal.values))
    return None


def _again(request: PageRequest, kind: Shareable, refused: Sharing) -> GivingOutForm | None:
    """Return the form as it was sent, with why it was refused, to be changed and sent instead."""
    data = request.POST.copy()
    data["key"], data["instead"] = str(uuid4()), str(refused.id)
    form = _form(request, kind, data)
    if form:
        form.add_error(None, why(refused))
    return form
