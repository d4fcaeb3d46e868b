"""Goals from a file, looked at before they are taken in, and undone; and as a file."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Right
from kedjan.goals import service as goals
from kedjan_formats.grid import Column, Grid
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.files import as_written
from kedjan_web.rounds.frame import Crumb
from kedjan_web.rounds.looked_at import FileAsked, ask_for_file
from kedjan_web.rounds.taken_in import taken_lines, undone


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def from_file(request: PageRequest) -> HttpResponse:
    """Choose a file with goals, see what it would do row by row, and take it in."""
    what = FileAsked(
        "kedjan/goals/from_file.html",
        _("File with goals"),
        goals.EXPORT_HEADS,
        here=reverse("goals_from_file"),
        to=reverse("goals"),
        done=_("The goals are taken in. That can be undone where they were read in."),
    )
    taken = taken_lines(request, goals.files_of_goals(by=request.actor), "undo_goals")
    context = {"taken": taken, "breadcrumbs": (Crumb(_("Goals"), reverse("goals")), Crumb(_("Goals from a file")))}
    take = partial(goals.take_goals, by=request.actor, now=request.now)
    return ask_for_file(
        request, what, context, lambda data, name: goals.read_goals(by=request.actor, data=data, name=name), take
    )


@require_POST
@needs(Right.LEAD_ROUNDS)
def undo(request: PageRequest, file: UUID) -> HttpResponse:
    """Undo a file with goals that was taken in."""
    way = partial(goals.undo_goals, by=request.actor, now=request.now, id=file)
    said = _("The file is undone. The goals are as they were before it.")
    return undone(request, way, said=said, to=reverse("goals_from_file"))


@require_GET
@needs(Right.SEE_ROUNDS)
def take_along(request: PageRequest, ending: str) -> HttpResponse:
    """Return all goals as a file that can be read in again."""
    found = goals.frameworks(by=request.actor)
    columns = tuple(Column(head) for head in goals.EXPORT_HEADS)
    made = as_written(Grid(_("Goals"), columns, goals.export_rows(found)), ending, now=request.now)
    return HttpResponse(**made, headers={"Content-Disposition": f'attachment; filename="mal.{ending}"'})
