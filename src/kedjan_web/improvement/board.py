"""The board of an analysis: a matrix of all goals, and four fields and proposals for one of them."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kedjan.access.service import NotHere, NotYours, Refused, Right
from kedjan.evidence.service import Citation
from kedjan.goals import service as goals
from kedjan.goals.service import Framework, Goal
from kedjan.improvement import service as improvement
from kedjan.improvement.service import Board, BoardField, BoardLevel, Observation, Part, Picture, Side, Worth
from kedjan_web import errors
from kedjan_web.components.badges import Badge
from kedjan_web.giving.recipients import id_in
from kedjan_web.improvement.board_forms import ObservationForm
from kedjan_web.improvement.frame import crumbs
from kedjan_web.improvement.words import DIVIDED, LEVELS, PART_NAMES, WORTHS
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.tables.view import Group, Head, Line, Shown, ShownTable
from kedjan_web.thread.readings import read

FIELDS = (
    *((part, worth) for part in (Part.STRUCTURE, Part.PROCESS, Part.INDIVIDUAL) for worth in (Worth.GOOD, Worth.POOR)),
    (None, Worth.PROPOSAL),
)


LEVEL_NAMES = frozenset(each.value for each in BoardLevel)
MOST_ALIKE = 20
"""So many pairs that say nearly the same are told at once; when some are mended, others come."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An observation with its badges, how many citations it has, and the first that it quotes."""

    observation: Observation
    badge: Badge | None
    level: str
    origin: int
    quote: Citation | None


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field of the board for one goal."""

    key: str
    heading: str
    notes: tuple[Noted, ...]


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show the matrix, and the fields of the chosen goal."""
    found = improvement.board(by=request.actor, now=request.now, analysis=id)
    return render(request, "kedjan/improvement/board.html", shown(request, found))


def shown(request: PageRequest, found: Board, form: ObservationForm | None = None) -> dict[str, object]:
    """Return what the page of the board needs; a form that could not be kept stands in the place of the empty one."""
    frameworks, level = goals.frameworks(by=request.actor), request.GET.get("niva", "")
    found = about(found, level)
    aims = on_board(found, frameworks)
    wanted = id_in(request.GET.get("mal", ""))
    chosen = next((goal for goal in aims if goal.id == wanted), aims[0] if aims else None)
    return {
        "place": found.place,
        "goal": chosen,
        "table": matrix(found, aims, level) if found.observations else None,
        "fields": fields(found, chosen, quotes_of(request, found, chosen)) if chosen else (),
        "levels": level_links(level, chosen),
        "level": LEVELS[BoardLevel(level)] if level in LEVEL_NAMES else "",
        "same": [same_words(each, aims) for each in found.same],
        "twice": found.twice,
        "alike": found.alike[:MOST_ALIKE],
        "divided": len(found.divided),
        "pictures": [picture(number, each) for number, each in enumerate(of_goal(found, chosen), start=1)],
        "empty": empty_cells(found, aims),
        "form": form or ObservationForm(frameworks=frameworks, goal=chosen.id if chosen else None),
        "breadcrumbs": crumbs(found.place, (_("Board"), "")),
    }


def on_board(found: Board, frameworks: tuple[Framework, ...]) -> list[Goal]:
    """Return the goals that something on the board is about, in their order."""
    used = {each.goal for each in found.observations}
    return [goal for framework in frameworks for goal in framework.goals if goal.id in used]


def about(found: Board, level: str) -> Board:
    """Return the board with what is about pupils, classes, units or the provider alone, where one of them is chosen."""
    if level not in LEVEL_NAMES:
        return found
    wanted = BoardLevel(level)
    return replace(found, observations=tuple(each for each in found.observations if each.level is wanted))


def level_links(chosen: str, goal: Goal | None) -> list[tuple[str, str, bool]]:
    """Return the levels to choose among, with all of them first: words, address, and whether it is chosen."""
    kept = f"mal={goal.id.hex}" if goal else ""
    every = (_("All levels"), f"?{kept}", chosen not in LEVEL_NAMES)
    names = ((str(LEVELS[each]), f"?niva={each.value}&{kept}", chosen == each.value) for each in BoardLevel)
    return [every, *names]


def quotes_of(request: PageRequest, found: Board, goal: Goal) -> dict[UUID, Citation]:
    """Return the first that each observation of a goal quotes; whose words those are is written down as read."""
    ids = [each.id for each in found.observations if each.goal == goal.id and found.rests_on[each.id]]
    if not ids:
        return {}
    of = found.place.analysis
    quotes = improvement.first_quotes(by=request.actor, now=request.now, analysis=of, of=ids)
    read(request, [(each.kind, each.key) for each in quotes.values()])
    return quotes


def matrix(found: Board, aims: list[Goal], level: str = "") -> ShownTable:
    """Return how much stands in each field, which leads to it."""
    lines = []
    for goal in aims:
        cells = []
        for part, worth in FIELDS:
            number = len(found.within(BoardField(goal.id, part, worth)))
            kept = f"&niva={level}" if level in LEVEL_NAMES else ""
            url = f"?mal={goal.id.hex}{kept}#{key_of(part, worth)}" if number else ""
            cells.append(Shown(str(number), url, f"{goal.text}, {heading_of(part, worth)}: {number}"))
        lines.append(Line(goal.text, tuple(cells)))
    named = [Group(str(PART_NAMES[part]), 2) for part in (Part.STRUCTURE, Part.PROCESS, Part.INDIVIDUAL)]
    return ShownTable(
        key="tavla",
        caption=_("What stands on the board"),
        note=_("Number of observations. Each number leads to them."),
        corner=_("Goal"),
        heads=tuple(Head(str(WORTHS[worth])) for _part, worth in FIELDS),
        groups=(*named, Group(_("For the provider"), 1)),
        lines=tuple(lines),
    )


def fields(found: Board, goal: Goal, quotes: dict[UUID, Citation]) -> list[FieldShown]:
    """Return the fields of one goal: good and poor of each part that has something, and proposals."""
    made = []
    for part, worth in FIELDS:
        notes = tuple(
            noted(found, each, quotes.get(each.id)) for each in found.within(BoardField(goal.id, part, worth))
        )
        beside = any(found.within(BoardField(goal.id, part, other)) for other in (Worth.GOOD, Worth.POOR))
        if notes or part is not Part.INDIVIDUAL or beside:
            made.append(FieldShown(key_of(part, worth), heading_of(part, worth), notes))
    return made


def of_goal(found: Board, goal: Goal | None) -> list[Picture]:
    """Return the divided pictures of a goal."""
    return [each for each in found.pictures if goal and each.goal == goal.id]


def picture(number: int, each: Picture) -> ShownTable:
    """Return how many persons of each service area see it as good and as poor; without lines where none is known."""
    everybody = Line(_("All"), cells_of(each.everybody))
    lines = [Line(side.area or _("Area not shown"), cells_of(side)) for side in each.sides]
    return ShownTable(
        key=f"bild-{number}",
        caption=each.text,
        note=_("Persons who have written what it comes from. Whoever has written both counts on both sides."),
        corner=_("Service area"),
        heads=(Head(str(WORTHS[Worth.GOOD])), Head(str(WORTHS[Worth.POOR]))),
        groups=(),
        lines=tuple(lines),
        closing=(everybody,),
    )


def cells_of(side: Side) -> tuple[Shown, ...]:
    """Return how many see it as good, and as poor."""
    return tuple(Shown(str(each.numerator)) for each in (side.good, side.poor))


def noted(found: Board, each: Observation, quote: Citation | None = None) -> Noted:
    """Return an observation as the board shows it."""
    level = str(LEVELS[each.level]) if each.level else ""
    return Noted(each, DIVIDED if each.id in found.divided else None, level, found.rests_on[each.id], quote)


def key_of(part: Part | None, worth: Worth) -> str:
    """Return the name of a field on the page."""
    return f"{part.value.lower() if part else 'alla'}-{worth.value}"


def heading_of(part: Part | None, worth: Worth) -> str:
    """Return what a field is called."""
    return f"{PART_NAMES[part]}: {WORTHS[worth]}" if part else str(WORTHS[worth])


def same_words(each: improvement.Same, aims: list[Goal]) -> str:
    """Return in a sentence which two fields hold the same."""
    texts = {goal.id: goal.text for goal in aims}
    names = [f"{texts[of.goal]}, {heading_of(of.part, of.worth)}" for of in (each.one, each.other)]
    return _("%(one)s and %(other)s hold the same %(n)s observations.") % {
        "one": names[0],
        "other": names[1],
        "n": each.number,
    }


def empty_cells(found: Board, aims: list[Goal]) -> int:
    """Return how many fields of structure, process and proposals nobody has said anything in."""
    asked = [(part, worth) for part, worth in FIELDS if part is not Part.INDIVIDUAL]
    return sum(not found.within(BoardField(goal.id, part, worth)) for goal in aims for part, worth in asked)


@require_POST
@needs(Right.SEE_ROUNDS)
def add(request: PageRequest, id: UUID) -> HttpResponse:
    """Put something on the board."""
    found = improvement.board(by=request.actor, now=request.now, analysis=id)
    form = ObservationForm(request.POST, frameworks=goals.frameworks(by=request.actor))
    if form.is_valid() and form.cleaned_data["key"]:
        try:
            made = improvement.add_observation(
                by=request.actor, now=request.now, key=form.cleaned_data["key"], analysis=id, **form.said
            )
        except (NotHere, NotYours):
            raise
        except Refused as refusal:
            form.add_error("part", errors.said(refusal.message, refusal.values))
        else:
            return redirect(reverse("board", args=[id]) + f"?mal={made.goal.hex}#arbeta")
    return render(request, "kedjan/improvement/board.html", shown(request, found, form), status=422)
