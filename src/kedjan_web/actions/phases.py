"""The provider's actions, by the phase that they have come to, and what has stopped and why; and as a file."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import ProviderScope, Right, decide
from kedjan.actions import service as actions
from kedjan.actions.service import STOPPED, Action, Phase, SoughtActions, Step
from kedjan.goals import service as goals
from kedjan.people import service as people
from kedjan_formats.grid import Cell, Column, Grid
from kedjan_web.actions.action_forms import ActionsSoughtForm
from kedjan_web.actions.frame import Choices, choices_in, texts_in
from kedjan_web.actions.words import PHASES
from kedjan_web.components.listing import Tab, address, pagination
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.files import as_written
from kedjan_web.start.paging import page_number

GOING = tuple(each for each in Phase if each not in STOPPED)
SLUGS = {
    "initierad": Phase.INITIATED,
    "implementerad": Phase.IMPLEMENTED,
    "vardag": Phase.EMBEDDED,
    "spridd": Phase.SPREAD,
}
STOPPED_SLUG = "stannat"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for of the actions, with the words for it."""

    slug: str
    form: ActionsSoughtForm
    sought: SoughtActions
    goals: dict[UUID | None, str]
    names: dict[UUID | None, str]
    today: date


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest) -> HttpResponse:
    """List actions in a phase, or all that are under way, that have what is looked for."""
    page, asked = page_number(request), asked_for(request)
    found = actions.actions(by=request.actor, sought=asked.sought, page=page)
    why = actions.why_stopped(by=request.actor, ids=[each.id for each in found.items if each.stopped])
    number = actions.in_phases(by=request.actor)
    context = {
        "tabs": tabs(number, asked.slug, request.GET),
        "form": asked.form,
        "lines": [
            {
                "action": each,
                "badge": PHASES[each.phase],
                "who": asked.names[each.responsible],
                "goal": asked.goals.get(each.goal, ""),
                "due": each.follow_up_on is not None and each.follow_up_on <= asked.today,
                "to_begin": each.phase is Phase.INITIATED,
                "late": each.by_when < asked.today,
                "why": why.get(each.id, ""),
            }
            for each in found.items
        ],
        "there": any(number.values()),
        "looked_for": asked.sought != SoughtActions(asked.sought.phases),
        "stopped": asked.slug == STOPPED_SLUG,
        "files": [(_("Excel"), file_url(request, "xlsx")), (_("CSV"), file_url(request, "csv"))],
        "decides": decide(request.actor, Right.DECIDE_PROPOSALS, on=ProviderScope(request.actor.provider)).allowed,
        "pages": pagination(request.GET, page=page, total=found.total),
    }
    return render(request, "kedjan/actions/actions.html", context)


@require_GET
@needs(Right.SEE_ROUNDS)
def take_along(request: PageRequest, ending: str) -> HttpResponse:
    """Return the actions that the list shows, on all its pages, as a file."""
    asked = asked_for(request)
    found = actions.every_action(by=request.actor, sought=asked.sought)
    ids = [each.id for each in found]
    seen = actions.last_follow_ups(by=request.actor, ids=ids)
    why = actions.why_stopped(by=request.actor, ids=[each.id for each in found if each.stopped])
    heads = (
        _("What is done"), _("Phase"), _("Who is responsible"), _("By when"), _("What we shall see if it works"),
        _("Followed up on"), _("Goal"), _("Last followed up"), _("How many use it"),
        _("Of how many who were meant to"), _("What you have seen"), _("Why it stopped"),
    )  # fmt: skip
    rows = [row(each, asked, seen.get(each.id), why.get(each.id, "")) for each in found]
    made = as_written(Grid(_("Actions"), tuple(map(Column, heads)), rows, filtered=True), ending, now=request.now)
    return HttpResponse(**made, headers={"Content-Disposition": f'attachment; filename="atgarder.{ending}"'})


def asked_for(request: PageRequest) -> Asked:
    """Return what is asked for, in the phase of the tab."""
    slug, today = request.GET.get("fas", ""), people.day_of(request.now)
    phases = (SLUGS[slug],) if slug in SLUGS else tuple(STOPPED) if slug == STOPPED_SLUG else GOING
    frameworks, ids = goals.frameworks(by=request.actor), actions.responsible_for_some(by=request.actor)
    names = people.shown_names(by=request.actor, ids=ids)
    persons: Choices = [(each.hex, names[each]) for each in sorted(ids, key=lambda who: names[who].casefold())]
    form = ActionsSoughtForm(request.GET, goals=choices_in(frameworks), people=persons)
    return Asked(slug, form, form.sought(phases, today), texts_in(frameworks), names, today)


def row(each: Action, asked: Asked, last: Step | None, why: str) -> list[Cell]:
    """Return an action as a row of the file."""
    use = last.use if last else None
    return [
        each.text,
        str(PHASES[each.phase].text),
        asked.names[each.responsible],
        each.by_when,
        each.sign,
        each.follow_up_on,
        asked.goals.get(each.goal, ""),
        people.day_of(last.at) if last else None,
        use.using if use else None,
        use.intended if use else None,
        last.text if last else "",
        why,
    ]


def file_url(request: PageRequest, ending: str) -> str:
    """Return the address of the list as a file, with what is looked for."""
    return reverse("actions_file", args=[ending]) + address(request.GET, sida=None)


def tabs(number: dict[Phase, int], slug: str, query: QueryDict) -> list[Tab]:
    """Return the phases to choose among, with how many actions are in each; what is looked for is kept."""

    def url(name: str | None) -> str:
        return address(query, fas=name, sida=None)

    under_way, stopped = sum(number[each] for each in GOING), sum(number[each] for each in STOPPED)
    return [
        Tab(_("Under way"), url(None), slug not in {*SLUGS, STOPPED_SLUG}, under_way),
        *(Tab(PHASES[each].text, url(name), slug == name, number[each]) for name, each in SLUGS.items()),
        Tab(_("What has stopped, and why"), url(STOPPED_SLUG), slug == STOPPED_SLUG, stopped),
    ]
