"""Files with pupils' results on their way in: listed, sent, looked at row by row."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import ProviderScope, Refused, Right, decide, require
from kedjan.intake import service as intake
from kedjan.intake.service import Delivery, DeliveryState
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.results import service as results
from kedjan.results.service import LedgerState
from kedjan_formats import csv_file
from kedjan_formats.grid import Column, Grid
from kedjan_web import errors
from kedjan_web.components.listing import Tab, address, pagination
from kedjan_web.intake.forms import SendForm
from kedjan_web.intake.words import COLUMNS, STATES, counts, kind_of, remarks, shown_rows, summary
from kedjan_web.requests import PageRequest, asks_for_part
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb
from kedjan_web.rounds.ledger import STATES as ROW_STATES
from kedjan_web.rounds.ledger import shown_problem
from kedjan_web.start.paging import page_number


def crumbs(*last: str) -> tuple[Crumb, ...]:
    """Return the way back from a page below the list of files."""
    return (Crumb(_("Files with results"), reverse("intake")), *(Crumb(each) for each in last))


@require_GET
@needs(Right.TAKE_IN_RESULTS)
def listed(request: PageRequest) -> HttpResponse:
    """List the files that came in, the latest first."""
    page = page_number(request)
    found = intake.deliveries(by=request.actor, page=page)
    who = [each for line in found.items for each in (line.made_by, line.decided_by) if each]
    context = {
        "lines": [(each, STATES[each.state], kind_of(each), counts(each)) for each in found.items],
        "names": people.shown_names(by=request.actor, ids=who),
        "pages": pagination(request.GET, page=page, total=found.total),
        "accepted": DeliveryState.ACCEPTED,
        "waiting": intake.waiting(by=request.actor).total,
    }
    return render(request, "kedjan/intake/list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.TAKE_IN_RESULTS)
def send(request: PageRequest) -> HttpResponse:
    """Send a file; it is read and shown, and nothing counts yet."""
    require(decide(request.actor, Right.TAKE_IN_RESULTS, on=ProviderScope(request.actor.provider)))
    units = organisation.unit_tree(provider=request.actor.provider).units
    form = SendForm(request.POST or None, request.FILES or None, units=units)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = intake.propose(
                by=request.actor,
                now=request.now,
                key=given["key"],
                data=given["file"].read(),
                name=given["file"].name,
                unit=given["unit"],
                day=given["day"],
            )
        except Refused as refusal:
            if type(refusal) is not Refused:
                raise
            form.add_error("file", errors.said(refusal.message, refusal.values))
        else:
            return redirect("delivery", made.id)
    context = {"form": form, "breadcrumbs": crumbs(_("Send a file"))}
    return render(request, "kedjan/intake/send.html", context, status=422 if form.errors else 200)


@require_GET
@needs(Right.TAKE_IN_RESULTS)
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """Show what a file would do, or did, row by row; while it is read, how far that has come."""
    state = next((each for each in LedgerState if each.value == request.GET.get("rader")), None)
    page = page_number(request)
    found = intake.ledger(by=request.actor, now=request.now, id=id, state=state, page=page)
    of = found.delivery
    context = {
        "delivery": of,
        "badge": STATES[of.state],
        "kind": kind_of(of),
        "summary": summary(of),
        "why": errors.said(of.error, dict(of.error_values)) if of.error else "",
        "remarks": remarks(of),
        "two": two_in(request, of),
        "counts": counts(of),
        "tabs": tabs(request, of, state),
        "columns": [COLUMNS[each] for each in found.columns],
        "rows": shown_rows(found),
        "withheld": found.withheld,
        "names": people.shown_names(by=request.actor, ids=[each for each in (of.made_by, of.decided_by) if each]),
        "pages": pagination(request.GET, page=page, total=found.rows.total),
        "waits": of.state is DeliveryState.PROPOSED,
        "reading": of.state is DeliveryState.READING,
        "breadcrumbs": crumbs(of.file_name),
    }
    if asks_for_part(request) and of.state is DeliveryState.READING:
        return render(request, "kedjan/intake/reading.html", context)
    answer = render(request, "kedjan/intake/one.html", context)
    if asks_for_part(request):  # it has been read: the whole page is another by now
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_GET
@needs(Right.TAKE_IN_RESULTS)
def problems(request: PageRequest, id: UUID) -> HttpResponse:
    """Give what is wrong with a file as a list to work through."""
    heads = (_("Row"), _("Column"), _("Value"), _("What is wrong"), _("Expected"))
    lines = []
    page: int | None = 1
    while page:
        found = intake.ledger(by=request.actor, now=request.now, id=id, state=LedgerState.REFUSED, page=page)
        for row in found.rows.items:
            for each in row.wrong:
                shown = shown_problem(each)
                lines.append((row.number, shown.column, shown.value, shown.message, shown.expected))
        page = found.rows.next
    text = csv_file.write(Grid(_("To mend"), tuple(map(Column, heads)), lines), swedish=True)
    headers = {"Content-Disposition": 'attachment; filename="att-ratta.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def two_in(request: PageRequest, of: Delivery) -> int:
    """Return how many pairs of pupils, whom a file tells to be one, wait for a decision."""
    if not any(each.message == results.TWO for each in of.remarks):
        return 0
    return results.joins_told_in(by=request.actor, delivery=of.id)


def tabs(request: PageRequest, of: Delivery, state: LedgerState | None) -> list[Tab]:
    """Return the states with their counts as filters, and all rows first."""
    numbers = {
        LedgerState.NEW: of.new,
        LedgerState.CHANGED: of.changed,
        LedgerState.UNCHANGED: of.unchanged,
        LedgerState.REFUSED: of.refused,
    }
    words = {each.value: label for each, label in ROW_STATES.items()}
    every = Tab(_("All rows"), address(request.GET, rader=None, sida=None), state is None, of.rows)
    return [
        every,
        *(
            Tab(words[each.value], address(request.GET, rader=each.value, sida=None), state is each, number)
            for each, number in numbers.items()
        ),
    ]
