"""A board from a file, looked at before it is taken in, and undone; and as a file."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Right
from kedjan.improvement import service as improvement
from kedjan_formats.grid import Column, Grid
from kedjan_web.improvement.frame import crumbs
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.files import as_written
from kedjan_web.rounds.looked_at import FileAsked, ask_for_file
from kedjan_web.rounds.taken_in import taken_lines, undone


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def from_file(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose a file with a board, see what it would do row by row, and take it in."""
    place = improvement.board(by=request.actor, now=request.now, analysis=id).place
    board = reverse("board", args=[id])
    what = FileAsked(
        "kedjan/improvement/board_from_file.html",
        _("File with a board"),
        improvement.BOARD_HEADS,
        here=reverse("board_from_file", args=[id]),
        to=board,
        done=_("It is on the board. That can be undone where it was read in."),
    )
    taken = taken_lines(request, improvement.files_on_board(by=request.actor, analysis=id), "undo_board")
    context = {"taken": taken, "breadcrumbs": crumbs(place, (_("Board"), board), (_("Board from a file"), ""))}
    take = partial(improvement.take_board, by=request.actor, now=request.now, analysis=id)
    return ask_for_file(
        request,
        what,
        context,
        lambda data, name: improvement.read_board(by=request.actor, analysis=id, data=data, name=name),
        take,
    )


@require_POST
@needs(Right.SEE_ROUNDS)
def undo(request: PageRequest, file: UUID) -> HttpResponse:
    """Undo a file that was put on a board."""
    of = improvement.board_of_file(by=request.actor, id=file)
    way = partial(improvement.undo_board, by=request.actor, now=request.now, id=file)
    said = _("The file is undone. The board is as it was before it.")
    return undone(request, way, said=said, to=reverse("board_from_file", args=[of]))


@require_GET
@needs(Right.SEE_ROUNDS)
def take_along(request: PageRequest, id: UUID, ending: str) -> HttpResponse:
    """Return the board as a file that can be read in again."""
    rows = improvement.board_rows(by=request.actor, analysis=id)
    columns = tuple(Column(head) for head in improvement.BOARD_HEADS)
    made = as_written(Grid(_("Board"), columns, rows), ending, now=request.now)
    return HttpResponse(**made, headers={"Content-Disposition": f'attachment; filename="tavla.{ending}"'})
