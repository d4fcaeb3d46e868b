"""Recipients from a file of addresses: looked at row by row, then taken in whole or not at all."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Refused, Right
from kedjan.reflection import service as reflection
from kedjan.reflection.service import AddressLedger, AddressRow, RowState
from kedjan_web import errors
from kedjan_web.components.badges import Badge, ledger_badge
from kedjan_web.giving.describing import led
from kedjan_web.giving.recipient_forms import AddressesForm, CarriedForm, carried
from kedjan_web.giving.recipients import tell
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.ledger import ShownProblem, note_words, shown_problem


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file: what it does, or what is wrong with it."""

    number: int
    badge: Badge
    place: str
    problems: tuple[ShownProblem, ...]


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def add(request: PageRequest, id: UUID) -> HttpResponse:
    """Choose a file, see what it would do, and take it in."""
    of = led(request, id)
    if "carried" in request.POST:
        return take(request, of)
    form = AddressesForm(request.POST or None, request.FILES or None)
    context = {"form": form, **shown_frame(of, "round_recipients", last=_("Add from a file"))}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data, name = file.read(), file.name or ""
        try:
            ledger = reflection.read_recipients(by=request.actor, now=request.now, round=id, data=data, name=name)
        except Refused as refusal:
            form.add_error("file", errors.said(refusal.message, refusal.values))
        else:
            shown = context | looked_at(ledger, CarriedForm(initial=carried(data, name)))
            return render(request, "kedjan/giving/addresses.html", shown)
    return render(request, "kedjan/giving/addresses.html", context)


def take(request: PageRequest, of: reflection.Round) -> HttpResponse:
    """Take a file in that has been looked at."""
    form = CarriedForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            done = reflection.add_from_file(
                by=request.actor, now=request.now, round=of.id, data=given["carried"], name=given["name"]
            )
        except Refused as refusal:
            form.add_error(None, errors.said(refusal.message, refusal.values))
        else:
            tell(request, done)
            return redirect("round_recipients", of.id)
    again = AddressesForm()
    problems = [*form.non_field_errors(), *form.errors.get("carried", [])]
    context = {"form": again, "lost": problems, **shown_frame(of, "round_recipients", last=_("Add from a file"))}
    return render(request, "kedjan/giving/addresses.html", context, status=409)


def looked_at(ledger: AddressLedger, form: CarriedForm) -> dict[str, object]:
    """Return what the page shows of a file."""
    return {
        "ledger": ledger,
        "take": form if ledger.acceptable else None,
        "summary": summary(ledger),
        "lines": [line(row) for row in ledger.rows],
        "notes": [note_words(note) for note in ledger.notes],
    }


def line(row: AddressRow) -> Line:
    """Return one row in words."""
    place = " · ".join(part for part in (row.name or row.address, *row.areas) if part)
    return Line(row.number, ledger_badge(row.state.value), place, tuple(map(shown_problem, row.problems)))


def summary(ledger: AddressLedger) -> str:
    """Return in a sentence what taking the file in means."""
    refused, new = ledger.count(RowState.REFUSED), ledger.count(RowState.NEW)
    if refused:
        words = ngettext(
            "%(n)d row cannot be taken in, so nothing can be. Mend it in the file and choose the file again.",
            "%(n)d rows cannot be taken in, so nothing can be. Mend them in the file and choose the file again.",
            refused,
        )
        return words % {"n": refused}
    if not new:
        return _("Everybody in the file is asked already.")
    words = ngettext("%(n)d row is new. Nothing changes until you take the file in.",
                     "%(n)d rows are new. Nothing changes until you take the file in.", new)  # fmt: skip
    return words % {"n": new}
