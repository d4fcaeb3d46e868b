"""Proposals from a file, looked at before they are taken in, and undone; as a file, and with their answers as one."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Right
from kedjan.actions import service as actions
from kedjan.actions.service import Action, Line
from kedjan.people import service as people
from kedjan_formats.grid import Cell, Column, Grid
from kedjan_web.actions.forms import SoughtForm
from kedjan_web.actions.frame import crumbs, goal_choices, goal_texts, name_of
from kedjan_web.actions.words import PHASES, STANDINGS
from kedjan_web.actions.writing import place_of
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.files import as_written
from kedjan_web.rounds.looked_at import FileAsked, ask_for_file
from kedjan_web.rounds.taken_in import taken_lines, undone


@require_http_methods(["GET", "POST"])
@needs(Right.SEE_ROUNDS)
def from_file(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose a file with proposals, see what it would do row by row, and take it in; or undo one that was."""
    place = place_of(request, id)
    what = FileAsked(
        "kedjan/actions/from_file.html",
        _("File with proposals"),
        actions.PROPOSAL_HEADS,
        here=reverse("proposals_from_file", args=[id]),
        to=reverse("proposals", args=[id]),
        done=_("The proposals are taken in. That can be undone where they were read in."),
    )
    taken = actions.files_taken(by=request.actor, analysis=id)
    context = {
        "taken": taken_lines(request, taken, "undo_proposals"),
        "breadcrumbs": crumbs(place, (_("Proposals from a file"), "")),
    }
    return ask_for_file(
        request,
        what,
        context,
        lambda data, name: actions.read_proposals(by=request.actor, now=request.now, analysis=id, data=data, name=name),
        partial(actions.take_proposals, by=request.actor, now=request.now, analysis=id),
    )


@require_POST
@needs(Right.SEE_ROUNDS)
def undo(request: PageRequest, file: UUID) -> HttpResponse:
    """Undo a file that was taken in."""
    of = actions.file_analysis(by=request.actor, id=file)
    undo = partial(actions.undo_proposals, by=request.actor, now=request.now, id=file)
    said = _("The file is undone. The proposals are as they were before it.")
    return undone(request, undo, said=said, to=reverse("proposals_from_file", args=[of]))


@require_GET
@needs(Right.SEE_ROUNDS)
def take_along(request: PageRequest, id: UUID, ending: str) -> HttpResponse:
    """Return the proposals as a file that can be read in again."""
    rows = actions.proposal_rows(by=request.actor, analysis=id)
    columns = tuple(Column(head) for head in actions.PROPOSAL_HEADS)
    made = as_written(Grid(_("Proposals"), columns, rows), ending, now=request.now)
    return HttpResponse(**made, headers={"Content-Disposition": f'attachment; filename="forslag.{ending}"'})


@require_GET
@needs(Right.SEE_ROUNDS)
def answers(request: PageRequest, id: UUID, ending: str) -> HttpResponse:
    """Return the proposals that the list shows, on all its pages, with how many stand behind and what was answered."""
    sought = SoughtForm(request.GET, goals=goal_choices(request.actor)).sought
    lines = actions.every_line(by=request.actor, now=request.now, analysis=id, sought=sought)
    goals = goal_texts(request.actor)
    begun = {each.id: each for each in actions.actions_by_id(by=request.actor, ids=[e.proposal.id for e in lines])}
    heads = (
        _("No."), _("The proposal"), _("Goal"), _("Persons behind it"), _("Answer promised by"), _("How it stands"),
        _("The answer"), _("Decided"), _("Phase of the action"),
    )  # fmt: skip
    rows = [answer_row(each, goals, begun.get(each.proposal.id)) for each in lines]
    title = _("Proposals with their answers")
    made = as_written(Grid(title, tuple(map(Column, heads)), rows, filtered=True), ending, now=request.now)
    return HttpResponse(**made, headers={"Content-Disposition": f'attachment; filename="svar.{ending}"'})


def answer_row(each: Line, goals: dict[UUID | None, str], begun: Action | None) -> list[Cell]:
    """Return a proposal with its answer as a row of a file."""
    decision = each.decision
    return [
        each.proposal.position,
        each.proposal.text,
        "; ".join(name_of(goals, each.goals)),
        each.support,
        each.proposal.answer_by,
        str(STANDINGS[each.standing].text),
        decision.motive if decision else "",
        people.day_of(decision.at) if decision else None,
        str(PHASES[begun.phase].text) if begun else "",
    ]
