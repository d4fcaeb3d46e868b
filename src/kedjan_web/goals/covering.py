"""Goals against goals: which are tied, and which are tied to nothing."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.access.service import Right
from kedjan.goals import service as goals
from kedjan.goals.service import Coverage, Framework
from kedjan_web.giving.recipients import id_in
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb
from kedjan_web.rounds.tables.view import Head, Line, Shown, ShownTable


@require_GET
@needs(Right.SEE_ROUNDS)
def show(request: PageRequest) -> HttpResponse:
    """Show two frameworks against each other as a matrix, both ways."""
    found = goals.frameworks(by=request.actor)
    rows, columns = chosen(request, found)
    covered = goals.coverage(rows, columns) if rows and columns else None
    context = {
        "frameworks": found,
        "rows": rows,
        "columns": columns,
        "covered": covered,
        "table": matrix(covered) if covered else None,
        "breadcrumbs": (Crumb(_("Goals"), reverse("goals")), Crumb(_("Coverage"))),
    }
    return render(request, "kedjan/goals/covered.html", context)


def chosen(request: PageRequest, found: tuple[Framework, ...]) -> tuple[Framework | None, Framework | None]:
    """Return the two frameworks of the address; or the success factors against the first that they serve."""
    by_id: dict[UUID | None, Framework] = {each.id: each for each in found}
    rows = by_id.get(id_in(request.GET.get("rader", "")))
    columns = by_id.get(id_in(request.GET.get("kolumner", "")))
    factors = [each for each in found if each.kind == "success_factors"]
    rows = rows or next((each for each in reversed(factors or found) if each is not columns), None)
    others = [each for each in found if each is not rows]
    if columns is None or columns is rows:
        boards = [each for each in others if each.kind == "board"]
        columns = next(iter(boards or others), None)
    return rows, columns


def matrix(covered: Coverage) -> ShownTable:
    """Return the ties as a table: a dot where two goals are tied, and how many each has."""
    columns = [goal for goal in covered.columns.goals if goal.ended_on is None]
    rows = [goal for goal in covered.rows.goals if goal.ended_on is None]
    lines = []
    for row in rows:
        tied = [(row.id, column.id) in covered.ties for column in columns]
        cells = tuple(
            Shown("●" if each else "", spoken=_("tied") if each else _("not tied"), absent="" if each else "missing")
            for each in tied
        )
        words = _("toned down: %(motive)s") % {"motive": row.motive} if row.toned_down else ""
        lines.append(Line(f"{row.position}. {row.text}", (*cells, Shown(str(sum(tied)))), words))
    sums = tuple(Shown(str(sum((row.id, column.id) in covered.ties for row in rows))) for column in columns)
    return ShownTable(
        key="tackning",
        caption=_("%(rows)s against %(columns)s") % {"rows": covered.rows.name, "columns": covered.columns.name},
        note=_("A dot says that the two are tied."),
        corner=covered.rows.name,
        heads=(*(Head(column.text) for column in columns), Head(_("Ties"))),
        lines=tuple(lines),
        closing=(Line(_("Ties"), (*sums, Shown(str(len(covered.ties))))),),
    )
