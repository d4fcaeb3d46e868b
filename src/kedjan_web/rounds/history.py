"""What has been read into a round, and taking it back."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import Refused, Right
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan_web import errors
from kedjan_web.components.badges import Badge
from kedjan_web.components.confirming import Confirm
from kedjan_web.components.listing import pagination
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.importing import round_of
from kedjan_web.rounds.ledger import IMPORT_BADGES
from kedjan_web.start.paging import page_number


@dataclass(frozen=True, slots=True)
class ShownImport:
    """A file in the history. `undo_url` is empty where there is nothing to undo."""

    batch: reflection.Import
    badge: Badge
    title: str
    counts: str
    undo_url: str


@require_GET
@needs(Right.LEAD_ROUNDS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """List the files, the latest first."""
    of = reflection.round(by=request.actor, id=id)
    page = page_number(request)
    found = reflection.imports(by=request.actor, round=id, page=page)
    context = {
        "imports": [shown_import(batch) for batch in found.items],
        "names": people.shown_names(by=request.actor, ids=[who for each in found.items for who in did(each)]),
        "pages": pagination(request.GET, page=page, total=found.total),
        **shown_frame(of, "imports"),
    }
    return render(request, "kedjan/rounds/imports.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def undo(request: PageRequest, id: UUID, batch: UUID) -> HttpResponse:
    """Say what undoing means, and undo."""
    found = reflection.ledger(by=request.actor, batch=batch)
    of = round_of(request, id, found)
    refusal = ""
    if request.method == "POST":
        try:
            reflection.undo(by=request.actor, now=request.now, batch=batch)
        except Refused as refused:
            refusal = errors.said(refused.message, refused.values)
        else:
            messages.success(request, _("The file is undone."))
            return redirect("imports", id)
    context = {"confirm": confirm_undo(found.batch, of, refusal), **shown_frame(of, "imports", last=_("Undo"))}
    return render(request, "kedjan/confirm.html", context, status=409 if refusal else 200)


def confirm_undo(batch: reflection.Import, of: reflection.Round, refusal: str) -> Confirm:
    """Return what undoing a file takes away and gives back."""
    lines = []
    if batch.new:
        taken = ngettext("%(n)d reflection is taken away.", "%(n)d reflections are taken away.", batch.new)
        lines.append(taken % {"n": batch.new})
    if batch.changed:
        back = ngettext(
            "%(n)d reflection says again what it said before.",
            "%(n)d reflections say again what they said before.",
            batch.changed,
        )
        lines.append(back % {"n": batch.changed})
    lines.append(_("Tables and patterns are counted anew. What has been shared or settled stays as it is."))
    return Confirm(
        heading=_("Undo the reading in of %(file)s") % {"file": batch.file_name},
        lead=of.title,
        consequences=tuple(lines),
        button=_("Undo"),
        cancel_url=reverse("imports", args=[of.id]),
        warning=refusal,
    )


def shown_import(batch: reflection.Import) -> ShownImport:
    """Return a file in words."""
    undoing = batch.undoes is not None
    can = batch.state is reflection.ImportState.ACCEPTED and not undoing and not batch.changes_nothing
    return ShownImport(
        batch,
        Badge(_("Undoing"), "neutral", "undo") if undoing else IMPORT_BADGES[batch.state],
        batch.file_name,
        counts(batch),
        reverse("undo_import", args=[batch.round, batch.id]) if can else "",
    )


def did(batch: reflection.Import) -> tuple[UUID | None, UUID | None]:
    """Return who chose a file, and who decided on it."""
    return batch.made_by, batch.decided_by


def counts(batch: reflection.Import) -> str:
    """Return how many rows were what, those that are not nought."""
    numbers = (
        (batch.new, _("%(n)d new")),
        (batch.changed, _("%(n)d changed")),
        (batch.unchanged, _("%(n)d unchanged")),
        (batch.refused, _("%(n)d refused")),
        (batch.withdrawn, _("%(n)d taken away")),
    )
    return ", ".join(words % {"n": number} for number, words in numbers if number) or _("no rows")
