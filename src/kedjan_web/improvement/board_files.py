"""A board from a file, looked at before it is taken in; and as a file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import NotHere, NotYours, Refused, Right
from kedjan.improvement import service as improvement
from kedjan_formats.grid import Column, Grid
from kedjan_web import errors
from kedjan_web.giving.recipient_forms import AddressesForm, carried
from kedjan_web.goals.files import SeenFileForm, looked_at
from kedjan_web.improvement.frame import crumbs
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.files import as_written


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def from_file(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose a file with a board, see what it would do row by row, and take it in."""
    improvement.as_writer(by=request.actor, analysis=id)
    if "carried" in request.POST:
        return take(request, id)
    place = improvement.board(by=request.actor, now=request.now, analysis=id).place
    form = AddressesForm(request.POST or None, request.FILES or None)
    form.fields["file"].label = _("File with a board")
    form.fields["file"].help_text = _("CSV or Excel. How it is written stands below.")
    back = reverse("board", args=[id])
    context: dict[str, Any] = {
        "form": form,
        "heads": improvement.BOARD_HEADS,
        "cancel": back,
        "breadcrumbs": crumbs(place, (_("Board"), back), (_("Board from a file"), "")),
    }
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data, name = file.read(), file.name or ""
        try:
            read = improvement.read_board(by=request.actor, analysis=id, data=data, name=name)
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error("file", errors.said(refusal.message, refusal.values))
        else:
            context |= looked_at(read, SeenFileForm(initial={**carried(data, name), "seen": read.seen}))
    return render(request, "kedjan/improvement/board_from_file.html", context)


def take(request: PageRequest, id: UUID) -> HttpResponse:
    """Take a board in that has been looked at."""
    form = SeenFileForm(request.POST)
    try:
        if form.is_valid():
            given = form.cleaned_data
            told = {"data": given["carried"], "name": given["name"], "seen": given["seen"]}
            improvement.take_board(by=request.actor, now=request.now, analysis=id, **told)
            messages.success(request, _("It is on the board."))
            return redirect("board", id)
    except (NotHere, NotYours):
        raise
    except Refused as refusal:
        messages.warning(request, errors.said(refusal.message, refusal.values))
    return redirect("board_from_file", id)


@require_GET
@needs(Right.SEE_ROUNDS)
def take_along(request: PageRequest, id: UUID, ending: str) -> HttpResponse:
    """Return the board as a file that can be read in again."""
    rows = improvement.board_rows(by=request.actor, analysis=id)
    columns = tuple(Column(head) for head in improvement.BOARD_HEADS)
    made = as_written(Grid(_("Board"), columns, rows), ending, now=request.now)
    return HttpResponse(**made, headers={"Content-Disposition": f'attachment; filename="tavla.{ending}"'})
