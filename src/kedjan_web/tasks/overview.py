"""What a school year asks of each role, against its time frame: a picture, a table, and what asks for it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import ProviderScope, Right, Role, decide
from kedjan.people import service as people
from kedjan.tasks import service as tasks
from kedjan.tasks.service import Asking, Declaration, Load
from kedjan_formats import csv_file, pictures
from kedjan_formats.grid import Column, Grid
from kedjan_formats.pictures import BudgetRow, BudgetText, Layout, Picture
from kedjan_web.components.content import PictureFigure, picture_figure
from kedjan_web.components.listing import Link, Tab
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.tables.words import picture_words
from kedjan_web.start.words import role_name
from kedjan_web.tasks.words import beside, hours, in_address, year_in


@dataclass(frozen=True, slots=True)
class AskingLine:
    """Something that asks for minutes; `url` is its own page, `lower_url` where it is lowered (empty: not here)."""

    title: str
    minutes: str
    meeting: bool
    url: str
    lower_url: str


@dataclass(frozen=True, slots=True)
class RoleLoad:
    """A role as the page shows it."""

    key: str
    slug: str
    name: str
    load: Load
    sentence: str
    lines: tuple[AskingLine, ...]


@require_GET
@needs(Right.SEE_ORGANISATION)
def show(request: PageRequest) -> HttpResponse:
    """Show what the school year asks, role by role."""
    year = year_in(request)
    found = tasks.overview(by=request.actor, now=request.now, school_year=year)
    scope = ProviderScope(request.actor.provider)
    declares = decide(request.actor, Right.LEAD_ROUNDS, on=scope).allowed
    may_frame = decide(request.actor, Right.SET_TIME_FRAMES, on=scope).allowed
    context = {
        "year": year,
        "query": f"?lasar={in_address(year)}",
        "years": years(year),
        "figure": figure(found.loads, year) if found.loads else None,
        "roles": [shown(each, declares=declares) for each in found.loads],
        "names": people.shown_names(by=request.actor, ids=[each.by for each in found.overruns]),
        "overruns": [(role_name(each.role), hours(each.above), each) for each in found.overruns],
        "may_declare": declares,
        "may_frame": may_frame,
        "unframed": unframed(found.loads) if may_frame else [],
    }
    return render(request, "kedjan/tasks/overview.html", context)


@require_GET
@needs(Right.SEE_ORGANISATION)
def as_file(request: PageRequest) -> HttpResponse:
    """Give the same figures as CSV for Swedish Excel, in minutes."""
    year = year_in(request)
    found = tasks.overview(by=request.actor, now=request.now, school_year=year)
    heads = (_("Role"), _("Meeting time"), _("Extra time"), _("Declared"), _("Time frame"), _("Left"))
    rows = [
        (
            role_name(each.role),
            each.in_meetings,
            each.outside,
            each.minutes,
            each.frame.minutes if each.frame else None,
            each.left,
        )
        for each in found.loads
    ]
    title = _("Declared minutes %(year)s") % {"year": year}
    made = Grid(title=title, columns=tuple(Column(head) for head in heads), rows=rows, notes=(title,))
    headers = {"Content-Disposition": f'attachment; filename="tidsram-{in_address(year)}.csv"'}
    body = csv_file.write(made, swedish=True, notes=True)
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


def years(year: str) -> list[Tab]:
    """Return the school year and those beside it."""
    return [
        Tab(each, f"{reverse('time_frames')}?lasar={in_address(each)}", each == year)
        for each in (beside(year, -1), year, beside(year, 1))
    ]


def shown(load: Load, *, declares: bool) -> RoleLoad:
    """Return a role's load in words."""
    return RoleLoad(
        key=load.role.value,
        slug=slug_of(load.role),
        name=role_name(load.role).capitalize(),
        load=load,
        sentence=sentence(load),
        lines=tuple(line(each, declares=declares) for each in load.declared),
    )


def sentence(load: Load) -> str:
    """Return what is declared, its parts, and what is left of the frame or by how much it is passed."""
    words = {
        "frame": hours(load.frame.minutes) if load.frame else "",
        "sum": hours(load.minutes),
        "meetings": hours(load.in_meetings),
        "extra": hours(load.outside),
        "left": hours(abs(load.left or 0)),
    }
    if load.left is None:
        return _("%(sum)s declared: %(meetings)s meeting time, %(extra)s extra time. No frame is agreed.") % words
    if load.left < 0:
        return (
            _("%(sum)s declared of %(frame)s: %(meetings)s meeting time, %(extra)s extra time. %(left)s too much.")
            % words
        )
    return _("%(sum)s declared of %(frame)s: %(meetings)s meeting time, %(extra)s extra time. %(left)s left.") % words


def line(each: Declaration, *, declares: bool) -> AskingLine:
    """Return something that asks for minutes; an assignment leads to its round, an activity can be lowered here."""
    url = lower = ""
    if declares and each.asking is Asking.ASSIGNMENT:
        url = reverse("workbench", args=[UUID(each.object.partition(":")[0])])
    elif declares:
        lower = reverse("lower_activity", args=[each.id])
    return AskingLine(each.title, hours(each.minutes), each.in_meetings, url, lower)


def slug_of(role: Role) -> str:
    """Return a role as it stands in an address."""
    return role.value.replace("_", "-")


def unframed(loads: tuple[Load, ...]) -> list[Link]:
    """Return the roles that have no frame and nothing that asks for their time."""
    there = {each.role for each in loads}
    return [
        Link(role_name(role), reverse("set_time_frame", args=[slug_of(role)])) for role in Role if role not in there
    ]


def figure(loads: tuple[Load, ...], year: str) -> PictureFigure:
    """Return the bars of all roles with their figures as a table and a file."""

    def draw(key: str, layout: Layout) -> Picture:
        return pictures.budget_bars(
            key=key,
            title=_("Declared time against the time frame, school year %(year)s") % {"year": year},
            description=_("A bar for each role: meeting time, then extra time. The line across it is the time frame."),
            rows=[bar(each) for each in loads],
            texts=BudgetText(_("Role"), _("Meeting time"), _("Extra time"), _("Declared"), _("Time frame")),
            words=picture_words(),
            layout=layout,
        )

    download = Link(_("CSV"), f"{reverse('time_frames_file')}?lasar={in_address(year)}", "download")
    return picture_figure(draw("tid", Layout.WIDE), narrow=draw("tid-smal", Layout.NARROW), downloads=[download])


def bar(load: Load) -> BudgetRow:
    """Return a role's bar."""
    frame = load.frame.minutes if load.frame else None
    written = (hours(load.in_meetings), hours(load.outside), hours(load.minutes), hours(frame) if frame else "–")
    return BudgetRow(role_name(load.role).capitalize(), load.in_meetings, load.outside, frame, written)
