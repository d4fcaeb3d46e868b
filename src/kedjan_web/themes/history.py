"""What has been done to a round's themes, and undoing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kedjan.access.service import Refused
from kedjan.people import service as people
from kedjan.themes import service as themes
from kedjan.themes.service import ThemeChange, Verb
from kedjan_web import errors
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.reading import readable


@require_GET
@signed_in
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """List the changes, the latest first."""
    of = readable(request, id)
    found = themes.changes(by=request.actor, round=id)
    names = people.shown_names(by=request.actor, ids={each.by for each in found})
    context = {
        "changes": [(each, words(each), names[each.by]) for each in found],
        **shown_frame(of, "round_themes", last=_("What has been done")),
    }
    return render(request, "kedjan/themes/history.html", context)


@require_POST
@signed_in
def undo(request: PageRequest, id: UUID, change: UUID) -> HttpResponse:
    """Undo a change."""
    readable(request, id)
    try:
        themes.undo(by=request.actor, now=request.now, change=change)
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        messages.error(request, errors.said(refusal.message, refusal.values))
    else:
        messages.success(request, _("Undone."))
    return redirect("theme_changes", id)


def words(change: ThemeChange) -> str:
    """Return what was done in words."""
    old, new = change.names[0], change.names[-1]
    return {
        Verb.RENAMED: _("%(old)s was renamed %(new)s"),
        Verb.MERGED: _("%(old)s became part of %(new)s"),
        Verb.SPLIT: _("%(new)s was taken out of %(old)s"),
        Verb.RETIRED: _("%(old)s was taken out of use"),
    }[change.verb] % {"old": old, "new": new}
