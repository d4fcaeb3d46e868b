"""Files with pupils' results decided on: read in whole, thrown away, undone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Changed, Refused, Right
from kedjan.intake import service as intake
from kedjan.intake.service import Delivery
from kedjan_web import errors
from kedjan_web.components.confirming import Confirm
from kedjan_web.components.numbers import whole
from kedjan_web.intake.views import crumbs
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs


@require_POST
@needs(Right.TAKE_IN_RESULTS)
def accept(request: PageRequest, id: UUID) -> HttpResponse:
    """Read the whole file in."""
    try:
        done = intake.accept(by=request.actor, now=request.now, id=id, seen=seen_in(request))
    except Changed:
        messages.warning(request, _("Other results have come in since then. This is what the file does now."))
        return redirect("delivery", id)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.error(request, errors.said(refusal.message, refusal.values))
        return redirect("delivery", id)
    if not done.new and not done.changed:
        messages.info(request, _("Everything in the file was there already. Nothing has changed."))
    else:
        number = done.new + done.changed
        text = ngettext("%(n)s row counts from now on.", "%(n)s rows count from now on.", number)
        messages.success(request, text % {"n": whole(number)})
    return redirect("intake")


@require_POST
@needs(Right.TAKE_IN_RESULTS)
def discard(request: PageRequest, id: UUID) -> HttpResponse:
    """Throw a waiting file away."""
    try:
        intake.discard(by=request.actor, now=request.now, id=id)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.error(request, errors.said(refusal.message, refusal.values))
    else:
        messages.success(request, _("The file is thrown away. Nothing has changed."))
    return redirect("intake")


@require_http_methods(["GET", "POST"])
@needs(Right.TAKE_IN_RESULTS)
def undo(request: PageRequest, id: UUID) -> HttpResponse:
    """Say what undoing means, and undo."""
    of = intake.delivery(by=request.actor, id=id)
    refusal = ""
    if request.method == "POST":
        try:
            intake.undo(by=request.actor, now=request.now, id=id)
        except Refused as refused:
            if type(refused) is not Refused:
                raise
            refusal = errors.said(refused.message, refused.values)
        else:
            messages.success(request, _("The file is undone. What is counted is as if it had not come."))
            return redirect("intake")
    context = {"confirm": undoing(of, refusal), "breadcrumbs": crumbs(of.file_name, _("Undo"))}
    return render(request, "kedjan/confirm.html", context, status=409 if refusal else 200)


def undoing(of: Delivery, refusal: str) -> Confirm:
    """Return what undoing a file takes away and gives back."""
    lines = []
    if of.new:
        text = ngettext("%(n)s row counts no more.", "%(n)s rows count no more.", of.new)
        lines.append(text % {"n": whole(of.new)})
    if of.changed:
        text = ngettext(
            "%(n)d row says again what it said before.", "%(n)d rows say again what they said before.", of.changed
        )
        lines.append(text % {"n": of.changed})
    lines.append(_("What files after it said stays as they said it. Studies are told that there is something new."))
    return Confirm(
        heading=_("Undo the reading in of %(file)s") % {"file": of.file_name},
        lead=_("The file is not kept. To have it back, send it again."),
        consequences=tuple(lines),
        button=_("Undo"),
        cancel_url=reverse("intake"),
        warning=refusal,
    )
