"""A sharing of pupils' results followed until it is out, or refused in words, by the one who asked for it."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from kedjan.access.service import ProviderScope, Refused, Right, decide
from kedjan.results import service as results
from kedjan.results.service import SharingState
from kedjan_web import errors
from kedjan_web.components.badges import Badge
from kedjan_web.requests import PageRequest, asks_for_part
from kedjan_web.results.sharing import SHAREABLE, why
from kedjan_web.rights import signed_in
from kedjan_web.rounds.frame import Crumb

STATES: Final[Mapping[SharingState, Badge]] = {
    SharingState.WAITING: Badge(gettext_lazy("Waits to be judged"), "neutral", "clock"),
    SharingState.WORKING: Badge(gettext_lazy("Is being judged"), "info", "half"),
    SharingState.REFUSED: Badge(gettext_lazy("Could not be shared"), "danger", "close"),
    SharingState.FAILED: Badge(gettext_lazy("Could not be shared"), "danger", "close"),
}
"""How far a sharing has come, where it is neither out nor left."""
A_WHILE = 10


@require_GET
@signed_in
def see(request: PageRequest, id: UUID) -> HttpResponse:
    """Show how far a sharing has come, and lead to what came of it; the part that changes is fetched every second."""
    found = results.sharing(by=request.actor, id=id)
    part = asks_for_part(request)
    if found.state is SharingState.DONE and not part:
        messages.success(request, _("It is shared."))
        return redirect("release", id)
    kind = SHAREABLE[found.kind]
    context = {
        "sharing": found,
        "kind": kind,
        "working": found.state is SharingState.WORKING,
        "since": lasted(found.seconds),
        "why": why(found),
        "again": f"{reverse(f'share_{found.kind}')}?fran={id}",
        "may_share": decide(request.actor, Right.SHARE_OUTSIDE, on=ProviderScope(request.actor.provider)).allowed,
        "breadcrumbs": (Crumb(_("Shared material"), reverse("releases")), Crumb(found.asks.title)),
    }
    if part and found.going_on:
        return render(request, "kedjan/results/sharing_state.html", context)
    if part:  # it is out, refused or stopped: the whole page is another by now
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "kedjan/results/sharing.html", context)


@require_POST
@signed_in
def stop(request: PageRequest, id: UUID) -> HttpResponse:
    """Stop what is being judged, or leave what was refused."""
    going_on = results.sharing(by=request.actor, id=id).going_on
    try:
        results.stop_sharing(by=request.actor, now=request.now, id=id)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.error(request, errors.said(refusal.message, refusal.values))
        return redirect("release", id)
    if going_on:  # the page says that it was stopped
        return redirect("sharing", id)
    messages.success(request, _("It is off the list."))
    return redirect("releases")


def lasted(seconds: int) -> str:
    """Return how long it has been judged, in words that do not change every second; nothing at first."""
    if seconds < A_WHILE:
        return ""
    if seconds < 60:
        return _("It has been going on for %(seconds)s seconds.") % {"seconds": seconds // A_WHILE * A_WHILE}
    minutes = seconds // 60
    said = ngettext("It has been going on for a minute.", "It has been going on for %(n)s minutes.", minutes)
    return said % {"n": minutes} if minutes > 1 else said
