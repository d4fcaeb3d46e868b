"""Actions from a file, looked at before they are taken in, and undone as a whole."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import Right
from kedjan.actions import service as actions
from kedjan_web.actions.frame import action_crumbs
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.looked_at import FileAsked, ask_for_file
from kedjan_web.rounds.taken_in import taken_lines, undone


@require_http_methods(["GET", "POST"])
@needs(Right.DECIDE_PROPOSALS)
def from_file(request: PageRequest) -> HttpResponse:
    """Choose a file with actions, see what it would do row by row, and take it in; or undo one that was."""
    actions.as_decider(by=request.actor)
    what = FileAsked(
        "kedjan/actions/actions_from_file.html",
        _("File with actions"),
        actions.ACTION_HEADS,
        here=reverse("actions_from_file"),
        to=reverse("actions"),
        done=_("The actions are taken in. That can be undone where they were read in."),
    )
    taken = taken_lines(request, actions.files_of_actions(by=request.actor), "undo_actions")
    context = {"taken": taken, "breadcrumbs": action_crumbs((_("Actions from a file"), ""))}
    return ask_for_file(
        request,
        what,
        context,
        lambda data, name: actions.read_actions(by=request.actor, now=request.now, data=data, name=name),
        partial(actions.take_actions, by=request.actor, now=request.now),
    )


@require_POST
@needs(Right.DECIDE_PROPOSALS)
def undo(request: PageRequest, file: UUID) -> HttpResponse:
    """Undo a file with actions that was taken in."""
    way = partial(actions.undo_actions, by=request.actor, now=request.now, id=file)
    said = _("The file is undone. The actions are as they were before it.")
    return undone(request, way, said=said, to=reverse("actions_from_file"))
